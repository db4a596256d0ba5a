"""Loopback ports."""

import socket

from terminal import Failure


def is_free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # As servers do: a port in TIME_WAIT from the run before counts as free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def free_port(preferred: int) -> int:
    """The preferred port, or any free one where it is busy."""
    if preferred and is_free(preferred):
        return preferred
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def asked_port(port: int, option: str) -> int:
    """A port that people were told of: never silently another. 0 asks for any free one."""
    if port == 0:
        return free_port(0)
    if not is_free(port):
        raise Failure(f"Port {port} is taken by another program.", f"Choose another: {option} N (0 takes any free one)")
    return port
