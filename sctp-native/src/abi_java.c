/* abi_java > Abi.java: prints the constants of abi_table.inc as a Java class. Part of the build, not of the library. */
#include <stdio.h>
#include <stdlib.h>

#include "abi_types.h"

/* The first entry of a group has a text and no value. */
struct entry {
    const char *group;
    const char *text;
    const char *name;
    int value;
};

#define GROUP(group, text) {#group, text, NULL, 0},
#define VALUE(group, name, constant) {#group, NULL, #name, (int)(constant)},
#define OFFSET(group, name, type, field) VALUE(group, name, offsetof(type, field))
#define SIZE(group, type) VALUE(group, SIZE, sizeof(type))

static const struct entry TABLE[] = {
#include "abi_table.inc"
};

static const size_t COUNT = sizeof TABLE / sizeof TABLE[0];

static void print_classes(void) {
    for (size_t i = 0; i < COUNT; i++) {
        const struct entry *entry = &TABLE[i];
        if (entry->name == NULL) {
            printf("\n    /** %s */\n    public static final class %s {\n", entry->text, entry->group);
        } else {
            printf("        public static final int %s = %d;\n", entry->name, entry->value);
        }
        if (i + 1 == COUNT || TABLE[i + 1].name == NULL) {
            printf("\n        private %s() {}\n    }\n", entry->group);
        }
    }
}

static void print_table(void) {
    for (size_t i = 0; i < COUNT; i++) {
        if (TABLE[i].name != NULL) {
            printf("            %s.%s=%d\n", TABLE[i].group, TABLE[i].name, TABLE[i].value);
        }
    }
}

int main(void) {
    printf("package io.sctp.natives;\n"
           "\n"
           "/**\n"
           " * The parts of the kernel's ABI and of the native library's own that Java uses: constants and,\n"
           " * for each struct, the offset of every field and the {@code SIZE}, in bytes. Generated when the\n"
           " * library is built, from {@code sctp-native/src/abi_table.inc}.\n"
           " *\n"
           " * <p>A flexible array at the end of a struct has an offset too. {@code SIZE} is then the size of\n"
           " * what precedes it, padding included.\n"
           " */\n"
           "public final class Abi {\n"
           "\n"
           "    /** All constants, a line {@code Group.NAME=value} for each, as the library reports them. */\n"
           "    public static final String TABLE =\n"
           "            \"\"\"\n");
    print_table();
    printf("            \"\"\";\n"
           "\n"
           "    private Abi() {}\n");
    print_classes();
    printf("}\n");
    return fflush(stdout) == 0 && !ferror(stdout) ? EXIT_SUCCESS : EXIT_FAILURE;
}
