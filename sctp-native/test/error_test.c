/* Names and sentences of error numbers, and the text of the ABI table. */
#include "error.h"

#include <errno.h>
#include <locale.h>

#include "abi.h"
#include "check.h"

static void should_name_error_numbers(void) {
    char text[64];
    CHECK_BYTES("ECONNREFUSED", 12, text, (size_t)sctpjava_error_name(ECONNREFUSED, text, sizeof text));
    CHECK_BYTES("EPERM", 5, text, (size_t)sctpjava_error_name(1, text, sizeof text));
    CHECK_BYTES("EHWPOISON", 9, text, (size_t)sctpjava_error_name(133, text, sizeof text));
    CHECK_BYTES("ECO", 3, text, (size_t)sctpjava_error_name(ECONNREFUSED, text, 3));
}

static void should_know_no_name_for_other_numbers(void) {
    char text[64];
    static const int others[] = {0, -1, 41, 134, 100000};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        CHECK_EQUAL(0, sctpjava_error_name(others[i], text, sizeof text));
        CHECK_EQUAL(0, sctpjava_error_message(others[i], text, sizeof text));
    }
    CHECK_EQUAL(0, sctpjava_error_name(1, NULL, 64));
    CHECK_EQUAL(0, sctpjava_error_message(1, text, 0));
}

static void should_speak_english_in_any_locale(void) {
    char text[64];
    setlocale(LC_ALL, "");
    CHECK_BYTES("Connection refused", 18, text, (size_t)sctpjava_error_message(ECONNREFUSED, text, sizeof text));
}

static void should_write_the_table_only_where_it_fits(void) {
    int length = sctpjava_abi_describe(NULL, 0);
    CHECK(length > 1000);
    char *text = malloc((size_t)length);
    CHECK(text != NULL);
    CHECK_EQUAL(length, sctpjava_abi_describe(text, length));
    CHECK_EQUAL('\n', text[length - 1]);
    text[10] = '#';
    CHECK_EQUAL(length, sctpjava_abi_describe(text, 10));
    CHECK_EQUAL('#', text[10]);
    free(text);
}

int main(void) {
    should_name_error_numbers();
    should_know_no_name_for_other_numbers();
    should_speak_english_in_any_locale();
    should_write_the_table_only_where_it_fits();
    return 0;
}
