// Shows every component in its states, for the eyes. No part of the app.
//   ?section=buttons|choices|fields|lists|feedback|documents  &theme=light|dark  &contrast=more  &lang=es
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import '@fontsource-variable/inter/wght.css'
import '@fontsource-variable/jetbrains-mono/wght.css'
import '../tokens.css'
import '../reset.css'
import { I18nProvider } from 'react-aria-components'
import { Gallery } from './Gallery.tsx'

const query = new URLSearchParams(location.search)
const { dataset } = document.documentElement
dataset['theme'] = query.get('theme') ?? 'system'
dataset['contrast'] = query.get('contrast') ?? ''

const root = document.getElementById('root')
if (root)
  createRoot(root).render(
    <StrictMode>
      <I18nProvider locale={query.get('lang') ?? 'en'}>
        <Gallery only={query.get('section')} />
      </I18nProvider>
    </StrictMode>,
  )
