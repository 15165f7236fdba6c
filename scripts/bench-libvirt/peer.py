# The work of reads.ts by libvirt’s C library from Python: one line of JSON with seconds of wall and CPU.
#   peer.py URI SECONDS-FOR-EACH
import json, resource, sys, time
from concurrent.futures import ThreadPoolExecutor

import libvirt

uri, seconds = sys.argv[1], float(sys.argv[2])
conn = libvirt.open(uri)


def measure(work):
    best = None
    rounds, end = 0, time.perf_counter() + seconds
    while rounds < 3 or time.perf_counter() < end:
        rounds += 1
        cpu = resource.getrusage(resource.RUSAGE_SELF)
        begun = time.perf_counter()
        work()
        wall = time.perf_counter() - begun
        after = resource.getrusage(resource.RUSAGE_SELF)
        used = after.ru_utime + after.ru_stime - cpu.ru_utime - cpu.ru_stime
        if best is None or wall < best[0]:
            best = (wall, used)
    return best


def in_turn():
    for domain in conn.listAllDomains():
        domain.XMLDesc()


def at_once():
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda domain: domain.XMLDesc(), conn.listAllDomains()))


def hostnames():
    for _ in range(1000):
        conn.getHostname()


print(
    json.dumps(
        {
            "inTurn": measure(in_turn),
            "atOnce": measure(at_once),
            "stats": measure(conn.getAllDomainStats),
            "calls": measure(hostnames),
        }
    )
)
conn.close()
