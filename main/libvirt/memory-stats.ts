// virDomainMemoryStatTags: what memoryStats calls each. KiB unless they count something.
export const MEMORY_STATS: readonly string[] = [
  'swap_in',
  'swap_out',
  'major_fault',
  'minor_fault',
  'unused',
  'available',
  'actual',
  'rss',
  'usable',
  'last_update',
  'disk_caches',
  'hugetlb_pgalloc',
  'hugetlb_pgfail',
]
