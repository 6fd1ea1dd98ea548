/*
 * The binding: one line per native method of io.sctp.jni.Syscalls and io.sctp.udp.UdpCalls, and nothing else. Addresses
 * are passed as long, results are returned unchanged. No object is created and no Java method is called.
 */
#include <jni.h>

#include "abi.h"
#include "batch.h"
#include "error.h"
#include "message.h"
#include "option.h"
#include "polling.h"
#include "socket.h"
#include "steering.h"
#include "udp.h"

#define UNUSED(environment, type) ((void)(environment), (void)(type))

static void *pointer(jlong address) {
    return (void *)(intptr_t)address;
}

static struct sctpjava_extent extent(jlong start, jlong length) {
    return (struct sctpjava_extent){.start = (uint64_t)start, .length = length > 0 ? (uint64_t)length : 0};
}

static jint JNICALL native_socket(JNIEnv *environment, jclass type, jint family, jint style) {
    UNUSED(environment, type);
    return sctpjava_socket_open(family, style);
}

static jint JNICALL native_close(JNIEnv *environment, jclass type, jint fd) {
    UNUSED(environment, type);
    return sctpjava_socket_close(fd);
}

static jint JNICALL native_shutdown(JNIEnv *environment, jclass type, jint fd, jint how) {
    UNUSED(environment, type);
    return sctpjava_socket_shutdown(fd, how);
}

static jint JNICALL native_bind(JNIEnv *environment, jclass type, jint fd, jlong address, jint length) {
    UNUSED(environment, type);
    return sctpjava_socket_bind(fd, pointer(address), length);
}

static jint JNICALL native_listen(JNIEnv *environment, jclass type, jint fd, jint backlog) {
    UNUSED(environment, type);
    return sctpjava_socket_listen(fd, backlog);
}

static jint JNICALL native_accept(JNIEnv *environment, jclass type, jint fd) {
    UNUSED(environment, type);
    return sctpjava_socket_accept(fd);
}

static jint JNICALL native_getsockname(JNIEnv *environment, jclass type, jint fd, jlong address, jint capacity) {
    UNUSED(environment, type);
    return sctpjava_socket_name(fd, pointer(address), capacity);
}

static jint JNICALL native_bindx(
        JNIEnv *environment, jclass type, jint fd, jlong addresses, jint length, jint operation) {
    UNUSED(environment, type);
    return sctpjava_socket_bindx(fd, pointer(addresses), length, operation);
}

static jint JNICALL native_connectx(JNIEnv *environment, jclass type, jint fd, jlong addresses, jint length, jlong id) {
    UNUSED(environment, type);
    return sctpjava_socket_connectx(fd, pointer(addresses), length, pointer(id));
}

static jint JNICALL native_makeBlocking(JNIEnv *environment, jclass type, jint fd) {
    UNUSED(environment, type);
    return sctpjava_socket_make_blocking(fd);
}

static jint JNICALL native_peelOff(JNIEnv *environment, jclass type, jint fd, jint id, jint flags) {
    UNUSED(environment, type);
    return sctpjava_socket_peel_off(fd, id, flags);
}

static jint JNICALL native_getsockopt(
        JNIEnv *environment, jclass type, jint fd, jint level, jint option, jlong value, jint length) {
    UNUSED(environment, type);
    return sctpjava_option_get(fd, level, option, pointer(value), length);
}

static jint JNICALL native_setsockopt(
        JNIEnv *environment, jclass type, jint fd, jint level, jint option, jlong value, jint length) {
    UNUSED(environment, type);
    return sctpjava_option_set(fd, level, option, pointer(value), length);
}

static jint JNICALL native_send(
        JNIEnv *environment, jclass type, jint fd, jlong payload, jint length, jlong message, jint flags) {
    UNUSED(environment, type);
    return sctpjava_message_send(fd, pointer(payload), length, pointer(message), flags);
}

static jint JNICALL native_receive(
        JNIEnv *environment, jclass type, jint fd, jlong payload, jint capacity, jlong message, jint flags) {
    UNUSED(environment, type);
    return sctpjava_message_receive(fd, pointer(payload), capacity, pointer(message), flags);
}

static jint JNICALL native_sendBatch(
        JNIEnv *environment,
        jclass type,
        jint fd,
        jlong descriptors,
        jint count,
        jint flags,
        jlong payloads,
        jlong length) {
    UNUSED(environment, type);
    return sctpjava_batch_send(fd, pointer(descriptors), count, flags, extent(payloads, length));
}

static jint JNICALL native_receiveBatch(
        JNIEnv *environment,
        jclass type,
        jint fd,
        jlong descriptors,
        jint count,
        jint flags,
        jlong payloads,
        jlong length) {
    UNUSED(environment, type);
    return sctpjava_batch_receive(fd, pointer(descriptors), count, flags, extent(payloads, length));
}

static jint JNICALL native_poll(JNIEnv *environment, jclass type, jint fd, jint events, jint wake, jint timeout) {
    UNUSED(environment, type);
    return sctpjava_poll_wait(fd, events, wake, timeout);
}

static jint JNICALL native_epollCreate(JNIEnv *environment, jclass type) {
    UNUSED(environment, type);
    return sctpjava_epoll_create();
}

static jint JNICALL native_epollControl(
        JNIEnv *environment, jclass type, jint epoll, jint operation, jint fd, jint events, jlong data) {
    UNUSED(environment, type);
    return sctpjava_epoll_control(epoll, operation, fd, events, data);
}

static jint JNICALL native_epollWait(
        JNIEnv *environment, jclass type, jint epoll, jlong ready, jint capacity, jint timeout) {
    UNUSED(environment, type);
    return sctpjava_epoll_wait(epoll, pointer(ready), capacity, timeout);
}

static jint JNICALL native_eventCreate(JNIEnv *environment, jclass type) {
    UNUSED(environment, type);
    return sctpjava_event_create();
}

static jint JNICALL native_eventSignal(JNIEnv *environment, jclass type, jint fd) {
    UNUSED(environment, type);
    return sctpjava_event_signal(fd);
}

static jint JNICALL native_eventDrain(JNIEnv *environment, jclass type, jint fd) {
    UNUSED(environment, type);
    return sctpjava_event_drain(fd);
}

static jint JNICALL native_errnoName(JNIEnv *environment, jclass type, jint number, jlong buffer, jint capacity) {
    UNUSED(environment, type);
    return sctpjava_error_name(number, pointer(buffer), capacity);
}

static jint JNICALL native_errnoMessage(JNIEnv *environment, jclass type, jint number, jlong buffer, jint capacity) {
    UNUSED(environment, type);
    return sctpjava_error_message(number, pointer(buffer), capacity);
}

static jint JNICALL native_abi(JNIEnv *environment, jclass type, jlong buffer, jint capacity) {
    UNUSED(environment, type);
    return sctpjava_abi_describe(pointer(buffer), capacity);
}

static jint JNICALL native_empty(JNIEnv *environment, jclass type) {
    UNUSED(environment, type);
    return 0;
}

static jint JNICALL native_open(JNIEnv *environment, jclass type, jint family, jint buffer, jboolean reuse) {
    UNUSED(environment, type);
    return sctpjava_udp_open(family, buffer, reuse);
}

static jint JNICALL native_offload(JNIEnv *environment, jclass type, jint fd) {
    UNUSED(environment, type);
    return sctpjava_udp_offload(fd);
}

static jint JNICALL native_receiveDatagrams(
        JNIEnv *environment, jclass type, jint fd, jlong datagrams, jint count, jint capacity) {
    UNUSED(environment, type);
    return sctpjava_udp_receive(fd, pointer(datagrams), count, capacity);
}

static jint JNICALL native_sendDatagrams(
        JNIEnv *environment, jclass type, jint fd, jint family, jint offload, jlong datagrams, jint count) {
    UNUSED(environment, type);
    return sctpjava_udp_send(fd, family, offload, pointer(datagrams), count);
}

static jint JNICALL native_share(JNIEnv *environment, jclass type, jint fd) {
    UNUSED(environment, type);
    return sctpjava_steering_share(fd);
}

static jint JNICALL native_steer(JNIEnv *environment, jclass type, jint fd, jint sockets, jlong ports, jint count) {
    UNUSED(environment, type);
    return sctpjava_steering_attach(fd, sockets, pointer(ports), count);
}

/* The address of a direct buffer's first byte, 0 for any other buffer. */
static jlong JNICALL native_address(JNIEnv *environment, jclass type, jobject buffer) {
    (void)type;
    return buffer == NULL ? 0 : (jlong)(intptr_t)(*environment)->GetDirectBufferAddress(environment, buffer);
}

/* The specification allows both strings to be constants, but the struct declares them otherwise. */
#define METHOD(name, signature) \
    { (char *)(intptr_t)#name, (char *)(intptr_t)(signature), (void *)(intptr_t)native_##name }

static const JNINativeMethod METHODS[] = {
    METHOD(socket, "(II)I"),
    METHOD(close, "(I)I"),
    METHOD(shutdown, "(II)I"),
    METHOD(bind, "(IJI)I"),
    METHOD(listen, "(II)I"),
    METHOD(accept, "(I)I"),
    METHOD(getsockname, "(IJI)I"),
    METHOD(bindx, "(IJII)I"),
    METHOD(connectx, "(IJIJ)I"),
    METHOD(peelOff, "(III)I"),
    METHOD(makeBlocking, "(I)I"),
    METHOD(getsockopt, "(IIIJI)I"),
    METHOD(setsockopt, "(IIIJI)I"),
    METHOD(send, "(IJIJI)I"),
    METHOD(receive, "(IJIJI)I"),
    METHOD(sendBatch, "(IJIIJJ)I"),
    METHOD(receiveBatch, "(IJIIJJ)I"),
    METHOD(poll, "(IIII)I"),
    METHOD(epollCreate, "()I"),
    METHOD(epollControl, "(IIIIJ)I"),
    METHOD(epollWait, "(IJII)I"),
    METHOD(eventCreate, "()I"),
    METHOD(eventSignal, "(I)I"),
    METHOD(eventDrain, "(I)I"),
    METHOD(errnoName, "(IJI)I"),
    METHOD(errnoMessage, "(IJI)I"),
    METHOD(abi, "(JI)I"),
    METHOD(empty, "()I"),
    METHOD(address, "(Ljava/nio/ByteBuffer;)J"),
};

static const JNINativeMethod UDP_METHODS[] = {
    METHOD(open, "(IIZ)I"),
    METHOD(offload, "(I)I"),
    METHOD(receiveDatagrams, "(IJII)I"),
    METHOD(sendDatagrams, "(IIIJI)I"),
    METHOD(share, "(I)I"),
    METHOD(steer, "(IIJI)I"),
};

static int bind_natives(JNIEnv *jni, const char *name, const JNINativeMethod *methods, size_t count) {
    jclass type = (*jni)->FindClass(jni, name);
    return type != NULL && (*jni)->RegisterNatives(jni, type, methods, (jint)count) == JNI_OK;
}

JNIEXPORT jint JNICALL JNI_OnLoad(JavaVM *vm, void *reserved) {
    (void)reserved;
    void *environment = NULL;
    if ((*vm)->GetEnv(vm, &environment, JNI_VERSION_10) != JNI_OK) {
        return JNI_ERR;
    }
    JNIEnv *jni = environment;
    if (!bind_natives(jni, "io/sctp/jni/Syscalls", METHODS, sizeof METHODS / sizeof METHODS[0]) ||
        !bind_natives(jni, "io/sctp/udp/UdpCalls", UDP_METHODS, sizeof UDP_METHODS / sizeof UDP_METHODS[0])) {
        return JNI_ERR;
    }
    return JNI_VERSION_10;
}
