// Chromium's command line: quiet, offline, with a profile of its own, its sandbox on for everybody but root.

export interface FlagFacts {
  readonly windowed: boolean
  /** Chromium refuses its sandbox to root; nobody else goes without it. */
  readonly isRoot: boolean
  readonly profile: string
  /** Name of the windows for the desktop: the .desktop file has it as StartupWMClass. */
  readonly windowClass: string
  /** Shared memory of a container is often too small for a picture. */
  readonly hasSharedMemory: boolean
  /** What the app, a test or the user asked for. */
  readonly asked: readonly string[]
}

const QUIET = [
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-component-extensions-with-background-pages',
  '--disable-sync',
  '--disable-quic',
  '--disable-default-apps',
  '--disable-extensions',
  '--disable-breakpad',
  '--disable-session-crashed-bubble',
  '--disable-search-engine-choice-screen',
  '--no-pings',
  '--metrics-recording-only',
  '--password-store=basic',
  // Electron's pages may sound without a click (webPreferences.autoplayPolicy).
  '--autoplay-policy=no-user-gesture-required',
]
const FEATURES_OFF = [
  'Translate',
  'MediaRouter',
  'OptimizationHints',
  'GlobalMediaControls',
  'AutofillServerCommunication',
]
/** A port tells its page that the other end closed it: Electron's do. */
const FEATURES_ON = ['MessagePortCloseEvent']
/** The screens that windows without a display are on: one, unless others are asked for. */
const SCREENS = '--screen-info='
const ONE_SCREEN = `${SCREENS}{1920x1080}`

export function chromiumFlags(facts: FlagFacts): string[] {
  return [
    ...(facts.windowed ? [] : ['--headless=new', '--hide-scrollbars', screensIn(facts.asked)]),
    ...(facts.isRoot ? ['--no-sandbox', '--test-type'] : []),
    ...(facts.hasSharedMemory ? [] : ['--disable-dev-shm-usage']),
    `--user-data-dir=${facts.profile}`,
    `--class=${facts.windowClass}`,
    ...new Set([...QUIET, ...facts.asked.filter(isWelcome)]),
    // The last one wins in Chromium, so there is one.
    ...featureFlag('--disable-features=', [
      ...FEATURES_OFF,
      ...featuresIn('--disable-features=', facts.asked),
    ]),
    ...featureFlag('--enable-features=', [...FEATURES_ON, ...featuresIn('--enable-features=', facts.asked)]),
  ]
}

/** Of what was asked, what may reach Chromium: neither its safety nor its profile is the app's to change. */
function isWelcome(flag: string): boolean {
  if (/sandbox|web-security|site-isolation|-features=/.test(flag)) return false
  return /^--(disable|enable|force|use|ozone)-|^--lang=/.test(flag)
}

function screensIn(flags: readonly string[]): string {
  return flags.find(flag => flag.startsWith(SCREENS)) ?? ONE_SCREEN
}

function featuresIn(prefix: string, flags: readonly string[]): string[] {
  return flags.filter(flag => flag.startsWith(prefix)).flatMap(flag => flag.slice(prefix.length).split(','))
}

function featureFlag(prefix: string, features: readonly string[]): string[] {
  const unique = [...new Set(features.filter(Boolean))]
  return unique.length > 0 ? [prefix + unique.join(',')] : []
}
