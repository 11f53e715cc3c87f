# SPDX-License-Identifier: GPL-2.0-only
"""
What runs on the host: host.py [--smoke] [--only REGEX] RESULT boots the guest with guest.py, gives it the time, and writes
its document with the marks replaced by nanoseconds.

The time is what the kernel of this machine has charged the guest's kernel for: the run time of the one process that
User-Mode Linux is. What else runs on the machine changes it only by way of the caches.
"""
import argparse
import ctypes
import json
import os
import select
import shutil
import statistics
import struct
import subprocess
import sys
import tempfile
import threading

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
LIBC = ctypes.CDLL(None, use_errno=True)
IN_CREATE = 0x100


def processes():
    """{pid: (parent, command line)}"""
    found = {}
    for pid in os.listdir('/proc'):
        try:
            if pid.isdigit():
                with open('/proc/%s/cmdline' % pid, 'rb') as f:
                    command = f.read()
                with open('/proc/%s/stat' % pid, encoding='utf-8', errors='replace') as f:
                    found[int(pid)] = int(f.read().rpartition(')')[2].split()[1]), command
        except OSError:
            pass
    return found


def guest_process(ancestor):
    """The kernel of the User-Mode Linux below ours; its own children have the same command line."""
    table = processes()
    for pid, (parent, command) in table.items():
        words = command.split(b'\0')
        if not words[0].endswith(b'/image') or words == table.get(parent, (0, b''))[1].split(b'\0'):
            continue
        while parent in table and parent != ancestor:
            parent = table[parent][0]
        if parent == ancestor:
            return pid
    raise RuntimeError('no guest is running')


class Marks(threading.Thread):
    """Notes the guest's run time whenever it makes a file."""

    def __init__(self, directory, runner):
        super().__init__(daemon=True)
        self.directory, self.runner = directory, runner
        self.times, self.process, self.error = {}, None, None
        self.fd = LIBC.inotify_init()
        if self.fd < 0 or LIBC.inotify_add_watch(self.fd, directory.encode(), IN_CREATE) < 0:
            raise OSError(ctypes.get_errno(), 'inotify')

    def run(self):
        try:
            while True:
                select.select([self.fd], [], [])
                data = os.read(self.fd, 4096)
                while data:
                    length = struct.unpack_from('iIII', data)[3]
                    self.note(data[16:16 + length].rstrip(b'\0').decode())
                    data = data[16 + length:]
        except Exception as error:  # seen by whoever waits for the guest
            self.error = error

    def note(self, name):
        if not name.isdigit():
            return
        if not self.process:
            self.process = guest_process(self.runner())
        with open('/proc/%d/schedstat' % self.process, encoding='ascii') as f:
            self.times[int(name)] = int(f.read().split()[0])
        with open('%s/%s.noted' % (self.directory, name), 'x', encoding='ascii'):
            pass


def resolve(document, times):
    """Marks become nanoseconds for each packet: of the processor, and of the clock on the guest's wall."""
    for scenario in document['scenarios']:
        # What two marks and one packet cost is no part of what many packets cost.
        nothing = statistics.median(times[ended] - times[begun] for _, begun, ended in scenario.pop('nothing'))
        scenario['subtracted_ns'] = nothing
        for contender in scenario['contenders'].values():
            count = contender['packets']
            taken = contender.pop('measurements')
            busy = [times[ended] - times[begun] for _, begun, ended in taken]
            if min(busy) <= 0:
                raise RuntimeError('the guest had no processor time in %s' % scenario['name'])
            contender['ns'] = [round((ns - nothing) / count, 2) for ns in busy]
            contender['wall_ns'] = [round(1000 * us / count, 2) for us, _, _ in taken]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--smoke', action='store_true')
    parser.add_argument('--only', default='')
    parser.add_argument('result')
    arguments = parser.parse_args()
    memory = '/dev/shm' if os.access('/dev/shm', os.W_OK) else None
    directory = tempfile.mkdtemp(prefix='rosfw-bench.', dir=memory)
    guest = None
    try:
        marks = Marks(directory, lambda: guest.pid)
        command = [TOP + '/tests/vm/run', '-k', 'uml', '-m', '2048' if arguments.smoke else '4096', '-t', '3600', '--',
                   '/usr/bin/python3', '-B', TOP + '/tests/bench/guest.py', '--only', arguments.only]
        command += ['--smoke'] if arguments.smoke else []
        guest = subprocess.Popen(command, stdout=subprocess.PIPE, env=dict(os.environ, ROSFW_BENCH_CLOCK=directory))
        marks.start()
        output = guest.communicate()[0]
        if guest.returncode:
            sys.exit(guest.returncode)
        if marks.error:
            raise marks.error
        document = json.loads(output)
        resolve(document, marks.times)
    finally:
        if guest and guest.poll() is None:
            guest.terminate()
            guest.wait()
        shutil.rmtree(directory)
    with open(arguments.result, 'w', encoding='utf-8') as f:
        json.dump(document, f, indent=1)
        f.write('\n')


if __name__ == '__main__':
    main()
