#include "abi.h"

#include <stdio.h>
#include <string.h>

#include "abi_types.h"

struct entry {
    const char *name;
    int value;
};

#define GROUP(group, text)
#define VALUE(group, name, constant) {#group "." #name, (int)(constant)},
#define OFFSET(group, name, type, field) VALUE(group, name, offsetof(type, field))
#define SIZE(group, type) VALUE(group, SIZE, sizeof(type))

static const struct entry TABLE[] = {
#include "abi_table.inc"
};

int sctpjava_abi_describe(char *buffer, int capacity) {
    int total = 0;
    for (size_t i = 0; i < sizeof TABLE / sizeof TABLE[0]; i++) {
        char line[128];
        int length = snprintf(line, sizeof line, "%s=%d\n", TABLE[i].name, TABLE[i].value);
        if (length < 0 || (size_t)length >= sizeof line) {
            return -EOVERFLOW;
        }
        if (buffer != NULL && length <= capacity - total) {
            memcpy(buffer + total, line, (size_t)length);
        }
        total += length;
    }
    return total;
}
