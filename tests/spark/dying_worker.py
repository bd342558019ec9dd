# A worker that is killed by one text: passes frames on to the real one until it meets it.
import os
import struct
import subprocess
import sys

child = subprocess.Popen([os.environ["DYING_PROGRAM"], *sys.argv[1:]], stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def frame(pipe):
    head = pipe.read(4)
    if len(head) < 4:
        return None
    return head + pipe.read(struct.unpack(">I", head)[0])


while (header := frame(sys.stdin.buffer)) is not None:
    content = frame(sys.stdin.buffer)
    if b'"kill": "the worker"' in content:
        child.kill()
        os.kill(os.getpid(), 9)
    child.stdin.write(header + content)
    child.stdin.flush()
    sys.stdout.buffer.write(frame(child.stdout))
    sys.stdout.buffer.flush()
