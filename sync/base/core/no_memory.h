// What a program does that has no memory left for itself (operator new): it ends, in one place, at once.
//
// Going on would mean to clear up behind an exception wherever memory is taken, and that cannot be relied
// upon: with g++ 12 a std::variant whose copy throws, of a string or a vector, jumps to nowhere (a JSON value is
// one). Ended at any moment, a program loses nothing that was committed, and its service starts it again.
//
// Not this: SQLite's own lack of memory is an Error of the call (busy), with nothing of it done; what would
// be large by somebody else's will (bodies, batches, what they unpack to) has limits.
#pragma once

namespace afterword {

// The exit code: the system's fault, as sysexits.h has it.
inline constexpr int kEndedWithoutMemory = 71;

// Says so on standard error and ends the program, without a core dump and without clearing up.
[[noreturn]] void end_without_memory();

// From now on operator new ends the program where it would throw. For main.cpp.
void end_when_memory_is_short();

}  // namespace afterword
