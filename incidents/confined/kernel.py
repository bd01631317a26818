"""What the Linux kernel can be asked to refuse this process: privileges and system calls."""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import signal
import struct

from incidents.confined.call_numbers import CALLS, Machine

_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS = 1, 38
_SECCOMP_FILTER, _ALL_THREADS = 1, 1

# Instructions and answers of linux/bpf_common.h and linux/seccomp.h.
_LOAD, _IF_EQUAL, _IF_AT_LEAST, _IF_ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_KILL, _REFUSE, _ALLOW = 0x80000000, 0x00050000, 0x7FFF0000
_NUMBER_AT, _MACHINE_AT, _ARGUMENTS_AT = 0, 4, 16
_FOREIGN_NUMBERS = 0x40000000  # x86-64 has a second table of calls from here on
_CLONE_THREAD = 0x00010000

Instruction = tuple[int, int, int, int]


def system_call(number: int, *arguments: object) -> int:
    """Return what a system call returns; -1 where it failed."""
    library = ctypes.CDLL(None, use_errno=True)
    library.syscall.restype = ctypes.c_long
    words = [ctypes.c_long(each) if isinstance(each, int) else each for each in arguments]
    return int(library.syscall(ctypes.c_long(number), *words))


def end_with_parent(parent: int) -> bool:
    """Let the kernel kill this process when the one that started it ends; return whether it will.

    A process whose parent has ended before that ends here.
    """
    held = _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        raise SystemExit(1)
    return held


def forgo_privileges() -> bool:
    """Give up what a program could gain by starting another; return whether that holds."""
    return _prctl(_PR_SET_NO_NEW_PRIVS, 1)


def refuse_calls() -> bool:
    """Refuse this process, in all its threads, what no reader needs; return whether it holds.

    Refused are sockets, other programs and processes, looking into or signalling them, mounts,
    kernel modules, and undoing any of this.
    """
    machine = CALLS.get(platform.machine())
    if machine is None:
        return False
    program = b"".join(struct.pack("=HBBI", *each) for each in filter_program(machine))
    instructions = ctypes.create_string_buffer(program, len(program))
    # struct sock_fprog: a count, and after padding the address of the instructions.
    header = struct.pack("@HP", len(program) // 8, ctypes.addressof(instructions))
    answer = system_call(
        machine.numbers["seccomp"], _SECCOMP_FILTER, _ALL_THREADS, ctypes.c_char_p(header)
    )
    return answer == 0


def filter_program(machine: Machine) -> list[Instruction]:
    """Return the filter of one machine's system calls, as the kernel runs it at each."""
    number = machine.numbers
    program = [
        (_LOAD, 0, 0, _MACHINE_AT),
        (_IF_EQUAL, 1, 0, machine.audit_name),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER_AT),
        (_IF_AT_LEAST, 0, 1, _FOREIGN_NUMBERS),
        _refuse(errno.EPERM),
    ]
    # Its flags lie in memory, where no filter can look; without it, threads start by clone.
    program += _when(number["clone3"], [_refuse(errno.ENOSYS)])
    program += _when(number["clone"], _only_if_bits(0, _CLONE_THREAD))
    program += _when(number["tgkill"], _only_if_equal(0, os.getpid()))
    program += _when(number["prlimit64"], _only_if_zero(2))
    for name in machine.refused:
        program += _when(number[name], [_refuse(errno.EPERM)])
    return [*program, (_RETURN, 0, 0, _ALLOW)]


def _prctl(option: int, value: int) -> bool:
    library = ctypes.CDLL(None, use_errno=True)
    words = [ctypes.c_ulong(each) for each in (value, 0, 0, 0)]
    return bool(library.prctl(option, *words) == 0)


def _refuse(error: int) -> Instruction:
    return (_RETURN, 0, 0, _REFUSE | error)


def _when(number: int, judged: list[Instruction]) -> list[Instruction]:
    return [(_IF_EQUAL, 0, len(judged), number), *judged]


def _only_if_bits(argument: int, bits: int) -> list[Instruction]:
    return [_low_half(argument), (_IF_ANY_BIT, 0, 1, bits), (_RETURN, 0, 0, _ALLOW),
            _refuse(errno.EPERM)]  # fmt: skip


def _only_if_equal(argument: int, value: int) -> list[Instruction]:
    return [_low_half(argument), (_IF_EQUAL, 0, 1, value), (_RETURN, 0, 0, _ALLOW),
            _refuse(errno.EPERM)]  # fmt: skip


def _only_if_zero(argument: int) -> list[Instruction]:
    code, *_, offset = _low_half(argument)
    return [(code, 0, 0, offset), (_IF_EQUAL, 0, 3, 0), (code, 0, 0, offset + 4),
            (_IF_EQUAL, 0, 1, 0), (_RETURN, 0, 0, _ALLOW), _refuse(errno.EPERM)]  # fmt: skip


def _low_half(argument: int) -> Instruction:
    # Both machines are little-endian.
    return (_LOAD, 0, 0, _ARGUMENTS_AT + 8 * argument)
