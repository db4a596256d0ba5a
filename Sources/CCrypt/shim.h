#include <crypt.h>
#include <stddef.h>

// Bytes that crypt_rn works in. Swift does not import the struct itself, whose arrays are too long for a tuple.
static inline size_t ccrypt_work_area_size(void) { return sizeof(struct crypt_data); }
