package io.sctp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is for providers is reached through {@link io.sctp.spi.MessageAccess}, and is not among users' methods. */
final class PublicMethodsTest {
    @Test
    void shouldShowUsersOnlyWhatIsForThem() {
        assertEquals(Set.of("slotBytes", "slots", "toString", "view"), publicMethods(MessageSlab.class));
        final Set<String> batch = publicMethods(MessageBatch.class);
        for (final String hidden : new String[] {
            "descriptors", "descriptorAddress", "prepareReceive", "prepareSend", "received", "remove", "sent", "source"
        }) {
            assertEquals(false, batch.contains(hidden), hidden);
        }
        for (final Class<?> type : new Class<?>[] {SendInfo.class, ReceiveInfo.class}) {
            assertEquals(false, publicMethods(type).contains("memory"), type.getName());
            assertEquals(false, publicMethods(type).contains("memoryAddress"), type.getName());
        }
    }

    private static Set<String> publicMethods(final Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
                .map(Method::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
