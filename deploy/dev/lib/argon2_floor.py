"""How often this machine does the bare work of a sign-in: libargon2 itself, on as many threads as there are cores."""

import ctypes
import os
import threading
import time

# The parameters that new passwords get (OWASP's first choice for Argon2id).
MEMORY_KIBIBYTES = 19 * 1024
PASSES = 2
LANES = 1
HASH_BYTES = 32
SALT_BYTES = 16


def hashes_per_second(seconds: float) -> float:
    library = ctypes.CDLL("libargon2.so.1")
    cores = len(os.sched_getaffinity(0))
    counts = [0] * cores
    deadline = time.monotonic() + seconds

    def work(slot: int) -> None:
        out = ctypes.create_string_buffer(HASH_BYTES)
        password = b"correct horse battery staple"
        salt = os.urandom(SALT_BYTES)
        while time.monotonic() < deadline:
            # ctypes lets go of the interpreter's lock meanwhile, so the threads do run side by side.
            code = library.argon2id_hash_raw(
                ctypes.c_uint32(PASSES), ctypes.c_uint32(MEMORY_KIBIBYTES), ctypes.c_uint32(LANES),
                password, ctypes.c_size_t(len(password)), salt, ctypes.c_size_t(SALT_BYTES),
                out, ctypes.c_size_t(HASH_BYTES),
            )  # fmt: skip
            if code != 0:
                raise RuntimeError(f"libargon2 answered {code}")
            counts[slot] += 1

    started = time.monotonic()
    threads = [threading.Thread(target=work, args=(slot,)) for slot in range(cores)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / (time.monotonic() - started)
