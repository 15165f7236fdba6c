// The place that the route names.
import { useMirror } from '../store/mirror.ts'
import { useRoute } from '../store/route.ts'
import { homeHost } from '../store/selectors.ts'
import { ActivityPage } from '../views/activity/ActivityPage.tsx'
import { HostPage } from '../views/host/HostPage.tsx'
import { ReadinessPage } from '../views/readiness/ReadinessPage.tsx'
import { SettingsPage } from '../views/settings/SettingsPage.tsx'
import { BackupDialog } from '../views/vm/BackupDialog.tsx'
import { CloneDialog } from '../views/vm/CloneDialog.tsx'
import { DeleteDialog } from '../views/vm/DeleteDialog.tsx'
import { DumpDialog } from '../views/vm/DumpDialog.tsx'
import { PowerDialog } from '../views/vm/PowerDialog.tsx'
import { RenameDialog } from '../views/vm/RenameDialog.tsx'
import { SavedXmlDialog } from '../views/vm/SavedXmlDialog.tsx'
import { SaveFileDialog } from '../views/vm/SaveFileDialog.tsx'
import { VmPage } from '../views/vm/VmPage.tsx'
import { WallPage } from '../views/wall/WallPage.tsx'
import { WelcomePage } from '../views/welcome/WelcomePage.tsx'
import { AddHost } from '../wizards/add-host/AddHost.tsx'
import { NewVmWizard } from '../wizards/new-vm/NewVmWizard.tsx'

export function Place() {
  return (
    <>
      <Page />
      <DeleteDialog />
      <BackupDialog />
      <PowerDialog />
      <DumpDialog />
      <SaveFileDialog />
      <SavedXmlDialog />
      <RenameDialog />
      <CloneDialog />
    </>
  )
}

function Page() {
  const route = useRoute()
  const firstHost = useMirror(state => homeHost(state.objects.host))
  switch (route.at) {
    case 'home':
      return firstHost ? <HostPage host={firstHost.id} /> : <WelcomePage />
    case 'host':
      return <HostPage host={route.host} />
    case 'vm':
      return <VmPage host={route.host} uuid={route.vm} tab={route.tab} />
    case 'new':
      return firstHost ? <NewVmWizard host={route.host ?? firstHost.id} /> : <WelcomePage />
    case 'wall':
      return <WallPage />
    case 'connect':
      return <AddHost />
    case 'readiness':
      return <ReadinessPage />
    case 'activity':
      return <ActivityPage />
    case 'settings':
      return <SettingsPage />
  }
}
