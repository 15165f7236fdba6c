import { Button } from '../Button/Button.tsx'
import { Card } from '../Card/Card.tsx'
import { CodeBlock } from '../CodeBlock/CodeBlock.tsx'
import { DescriptionList } from '../DescriptionList/DescriptionList.tsx'
import { Disclosure } from '../Disclosure/Disclosure.tsx'
import { XmlDiff } from '../XmlDiff/XmlDiff.tsx'
import { XmlView } from '../XmlView/XmlView.tsx'
import styles from './Gallery.module.css'
import { Shown } from './Shown.tsx'

const XML = `<domain type="kvm">
  <name>web-01</name>
  <!-- managed by hand -->
  <memory unit="KiB">4194304</memory>
  <vcpu placement="static">4</vcpu>
  <os>
    <type arch="x86_64" machine="q35">hvm</type>
    <boot dev="hd"/>
  </os>
  <devices>
    <disk type="file" device="disk">
      <driver name="qemu" type="qcow2"/>
      <source file="/var/lib/libvirt/images/web-01.qcow2"/>
      <target dev="vda" bus="virtio"/>
    </disk>
    <interface type="network">
      <source network="default"/>
      <model type="e1000"/>
    </interface>
  </devices>
</domain>
`
const CHANGED = XML.replace('4194304', '8388608')
  .replace('e1000', 'virtio')
  .replace('    <boot dev="hd"/>\n', '')
const nothing = () => undefined

export function DocumentsSection() {
  return (
    <div className={styles['section']}>
      <Shown title="XML" isColumn>
        <XmlView label="XML of web-01" text={XML} copyLabel="Copy XML" onCopy={nothing} />
      </Shown>
      <Shown title="Difference" isColumn>
        <XmlDiff
          label="What changes"
          before={XML}
          after={CHANGED}
          addedLabel="Added:"
          removedLabel="Removed:"
          unchangedLabel={count => `${count} unchanged lines`}
          sameText="Nothing changes."
          context={1}
        />
        <XmlDiff
          label="What changes in nothing"
          before={XML}
          after={XML}
          addedLabel="Added:"
          removedLabel="Removed:"
          unchangedLabel={count => `${count} unchanged lines`}
          sameText="Nothing changes."
        />
      </Shown>
      <Card title="General" actions={<Button size="small">Edit</Button>}>
        <DescriptionList
          items={[
            { term: 'Name', value: 'web-01' },
            { term: 'Operating system', value: 'Debian 13' },
            { term: 'Identifier', value: 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6', mono: true },
            { term: 'Memory', value: '4.0 GiB' },
          ]}
        />
      </Card>
      <Card title="Fix">
        <p>Add yourself to the group that may use KVM, then log in again.</p>
        <CodeBlock
          label="Command"
          text="sudo usermod --append --groups kvm,libvirt ada"
          copyLabel="Copy command"
          onCopy={nothing}
        />
        <Disclosure label="Why">
          <p>Without the group the guest runs in software and is ten times slower.</p>
        </Disclosure>
      </Card>
    </div>
  )
}
