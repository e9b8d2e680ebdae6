#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>

#ifdef AFTERWORD_SANITIZED
// A few bytes that fontconfig keeps for good.
extern "C" const char* __lsan_default_suppressions() { return "leak:libfontconfig\n"; }
#endif
