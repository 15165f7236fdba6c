// The smaller objects.
import type { ObjectNotes } from './note.ts'

export const network: ObjectNotes = {
  className: 'Network',
  struct: 'network',
  prefixes: ['virNetwork'],
  methods: {
    NETWORK_GET_XML_DESC: 'Its XML, see libvirt.org/formatnetwork.html.',
    NETWORK_IS_ACTIVE: '',
    NETWORK_IS_PERSISTENT: '',
    NETWORK_CREATE: 'Starts it.',
    NETWORK_DESTROY: 'Stops it; the definition stays.',
    NETWORK_UNDEFINE: 'Forgets the definition; a running network goes on.',
    NETWORK_UPDATE: {
      doc: 'Changes one part: a lease, a DNS name, an address range.',
      params: {
        command: 'virNetworkUpdateCommand',
        section: 'virNetworkUpdateSection',
        parentIndex: '−1: whichever fits',
      },
      byHand: true,
    },
    NETWORK_GET_AUTOSTART: '',
    NETWORK_SET_AUTOSTART: '',
    NETWORK_GET_BRIDGE_NAME: '',
    NETWORK_GET_DHCP_LEASES: { byHand: true },
    NETWORK_GET_METADATA: { params: { type: 'virNetworkMetadataType' } },
    NETWORK_SET_METADATA: { params: { type: 'virNetworkMetadataType', metadata: 'null removes it' } },
    NETWORK_LIST_ALL_PORTS: '',
    NETWORK_PORT_LOOKUP_BY_UUID: { name: 'portLookupByUUIDString' },
    NETWORK_PORT_CREATE_XML: '',
  },
}

export const networkPort: ObjectNotes = {
  className: 'NetworkPort',
  struct: 'network_port',
  prefixes: ['virNetworkPort'],
  methods: {
    NETWORK_PORT_GET_XML_DESC: 'Its XML, see libvirt.org/formatnetworkport.html.',
    NETWORK_PORT_GET_PARAMETERS: '',
    NETWORK_PORT_SET_PARAMETERS: '`inbound.average` and its like, KiB/s; bursts in KiB.',
    NETWORK_PORT_DELETE: '',
  },
}

export const storagePool: ObjectNotes = {
  className: 'StoragePool',
  struct: 'storage_pool',
  prefixes: ['virStoragePool', 'virStorage'],
  methods: {
    STORAGE_POOL_GET_XML_DESC: 'Its XML, see libvirt.org/formatstorage.html.',
    STORAGE_POOL_GET_INFO: {
      type: 'StoragePoolInfo',
      ret: { capacity: 'capacityBytes', allocation: 'allocationBytes', available: 'availableBytes' },
      fields: { state: 'virStoragePoolState' },
    },
    STORAGE_POOL_IS_ACTIVE: '',
    STORAGE_POOL_IS_PERSISTENT: '',
    STORAGE_POOL_BUILD: { doc: 'Makes the place itself, such as the folder.', untimed: true },
    STORAGE_POOL_CREATE: { doc: 'Starts it.' },
    STORAGE_POOL_DESTROY: 'Stops it; volumes and definition stay.',
    STORAGE_POOL_DELETE: 'Removes the place itself. What is in it is lost.',
    STORAGE_POOL_UNDEFINE: '',
    STORAGE_POOL_REFRESH: 'Looks what is there.',
    STORAGE_POOL_GET_AUTOSTART: '',
    STORAGE_POOL_SET_AUTOSTART: '',
    STORAGE_POOL_LIST_ALL_VOLUMES: '',
    STORAGE_POOL_NUM_OF_VOLUMES: '',
    STORAGE_VOL_LOOKUP_BY_NAME: '',
    STORAGE_VOL_CREATE_XML: { doc: 'One that is fully allocated may have to be written out.', untimed: true },
    STORAGE_VOL_CREATE_XML_FROM: {
      doc: 'A new volume with the content of another.',
      args: { clonevol: 'from' },
      untimed: true,
    },
  },
}

export const storageVolume: ObjectNotes = {
  className: 'StorageVolume',
  struct: 'storage_vol',
  prefixes: ['virStorageVol', 'vir'],
  methods: {
    STORAGE_VOL_GET_PATH: '',
    STORAGE_VOL_GET_XML_DESC: '',
    STORAGE_VOL_GET_INFO: {
      type: 'StorageVolumeInfo',
      ret: { capacity: 'capacityBytes', allocation: 'allocationBytes' },
      fields: { type: 'virStorageVolType' },
    },
    STORAGE_VOL_GET_INFO_FLAGS: {
      name: 'getInfoFlags',
      doc: 'getInfo(); with VIR_STORAGE_VOL_GET_PHYSICAL the allocation is what the file takes.',
      type: 'StorageVolumeInfo',
      ret: { capacity: 'capacityBytes', allocation: 'allocationBytes' },
    },
    STORAGE_VOL_DELETE: '',
    STORAGE_VOL_RESIZE: { args: { capacity: 'capacityBytes' } },
    STORAGE_VOL_WIPE_PATTERN: {
      doc: 'Writes over what was there.',
      name: 'wipe',
      params: { algorithm: 'virStorageVolWipeAlgorithm' },
      defaults: { algorithm: '0' },
      untimed: true,
    },
    STORAGE_POOL_LOOKUP_BY_VOLUME: 'The pool that it is in.',
    STORAGE_VOL_UPLOAD: { byHand: true },
    STORAGE_VOL_DOWNLOAD: { byHand: true },
  },
}

export const domainSnapshot: ObjectNotes = {
  className: 'DomainSnapshot',
  struct: 'domain_snapshot',
  prefixes: ['virDomainSnapshot'],
  methods: {
    DOMAIN_SNAPSHOT_GET_XML_DESC: 'Its XML, see libvirt.org/formatsnapshot.html.',
    DOMAIN_SNAPSHOT_GET_PARENT: '',
    DOMAIN_SNAPSHOT_LIST_ALL_CHILDREN: '',
    DOMAIN_SNAPSHOT_NUM_CHILDREN: '',
    DOMAIN_SNAPSHOT_LIST_CHILDREN_NAMES: '',
    DOMAIN_SNAPSHOT_IS_CURRENT: '',
    DOMAIN_SNAPSHOT_HAS_METADATA: '',
    DOMAIN_SNAPSHOT_DELETE: { untimed: true },
  },
}

export const domainCheckpoint: ObjectNotes = {
  className: 'DomainCheckpoint',
  struct: 'domain_checkpoint',
  prefixes: ['virDomainCheckpoint'],
  methods: {
    DOMAIN_CHECKPOINT_GET_XML_DESC: 'Its XML, see libvirt.org/formatcheckpoint.html.',
    DOMAIN_CHECKPOINT_GET_PARENT: '',
    DOMAIN_CHECKPOINT_LIST_ALL_CHILDREN: '',
    DOMAIN_CHECKPOINT_DELETE: '',
  },
}

export const networkInterface: ObjectNotes = {
  className: 'Interface',
  struct: 'interface',
  prefixes: ['virInterface'],
  methods: {
    INTERFACE_GET_XML_DESC: '',
    INTERFACE_IS_ACTIVE: '',
    INTERFACE_CREATE: 'Starts it.',
    INTERFACE_DESTROY: 'Stops it; the definition stays.',
    INTERFACE_UNDEFINE: '',
  },
}

export const nodeDevice: ObjectNotes = {
  className: 'NodeDevice',
  struct: 'node_device',
  prefixes: ['virNodeDevice'],
  methods: {
    NODE_DEVICE_GET_XML_DESC: 'Its XML, see libvirt.org/formatnode.html.',
    NODE_DEVICE_GET_PARENT: 'null: it is the root.',
    NODE_DEVICE_NUM_OF_CAPS: '',
    NODE_DEVICE_LIST_CAPS: '',
    NODE_DEVICE_DETACH_FLAGS: {
      doc: 'Takes it from the host’s driver, for a guest.',
      params: { driverName: 'such as `vfio`; null: libvirt’s choice' },
      defaults: { driverName: 'null' },
    },
    NODE_DEVICE_RE_ATTACH: 'Gives it back to the host.',
    NODE_DEVICE_RESET: '',
    NODE_DEVICE_CREATE: 'Starts a defined device.',
    NODE_DEVICE_DESTROY: '',
    NODE_DEVICE_UNDEFINE: '',
    NODE_DEVICE_UPDATE: { args: { xml_desc: 'xml' } },
    NODE_DEVICE_GET_AUTOSTART: '',
    NODE_DEVICE_SET_AUTOSTART: '',
    NODE_DEVICE_IS_PERSISTENT: '',
    NODE_DEVICE_IS_ACTIVE: '',
  },
}

export const nwFilter: ObjectNotes = {
  className: 'NWFilter',
  struct: 'nwfilter',
  prefixes: ['virNWFilter'],
  methods: {
    NWFILTER_GET_XML_DESC: 'Its XML, see libvirt.org/formatnwfilter.html.',
    NWFILTER_UNDEFINE: '',
  },
}

export const nwFilterBinding: ObjectNotes = {
  className: 'NWFilterBinding',
  struct: 'nwfilter_binding',
  prefixes: ['virNWFilterBinding'],
  methods: {
    NWFILTER_BINDING_GET_XML_DESC: '',
    NWFILTER_BINDING_DELETE: '',
  },
}

export const secret: ObjectNotes = {
  className: 'Secret',
  struct: 'secret',
  prefixes: ['virSecret'],
  methods: {
    SECRET_GET_XML_DESC: 'Its XML, see libvirt.org/formatsecret.html.',
    SECRET_GET_VALUE: 'Throws VIR_ERR_INVALID_SECRET for one that is private.',
    SECRET_SET_VALUE: '',
    SECRET_UNDEFINE: '',
  },
}
