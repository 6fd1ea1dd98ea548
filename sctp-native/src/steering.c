#include "steering.h"

#include <linux/filter.h>
#include <sys/socket.h>

#include "result.h"

#ifndef SO_ATTACH_REUSEPORT_CBPF
#define SO_ATTACH_REUSEPORT_CBPF 51
#endif

enum {
    DESTINATION_OFFSET = 2, /* in SCTP's common header, which is the first thing a program for a UDP socket sees */
    PORT_INSTRUCTIONS = 2,
    OTHER_INSTRUCTIONS = 9,
};

int sctpjava_steering_share(int fd) {
    int on = 1;
    return sctpjava_result(setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on));
}

/* Two instructions: the first socket gets the packet if the loaded value equals this one. */
static void first_socket_if(struct sock_filter *program, uint32_t value) {
    program[0] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, 1);
    program[1] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, 0);
}

/* A packet too short for a load ends the program with 0. */
static unsigned short assemble(struct sock_filter *program, int sockets, const uint16_t *ports, int count) {
    unsigned short length = 0;
    program[length++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_H | BPF_ABS, DESTINATION_OFFSET);
    for (int i = 0; i < count; i++) {
        first_socket_if(&program[length], ports[i]);
        length += PORT_INSTRUCTIONS;
    }
    program[length++] = (struct sock_filter)BPF_STMT(BPF_ALU | BPF_AND | BPF_K, SCTPJAVA_STEERING_TOGETHER_MASK);
    first_socket_if(&program[length], SCTPJAVA_STEERING_TOGETHER_VALUE);
    length += PORT_INSTRUCTIONS;
    program[length++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 0);
    program[length++] = (struct sock_filter)BPF_STMT(BPF_ALU | BPF_MUL | BPF_K, SCTPJAVA_STEERING_FACTOR);
    program[length++] = (struct sock_filter)BPF_STMT(BPF_ALU | BPF_RSH | BPF_K, SCTPJAVA_STEERING_SHIFT);
    program[length++] = (struct sock_filter)BPF_STMT(BPF_ALU | BPF_MOD | BPF_K, (uint32_t)sockets);
    program[length++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_A, 0);
    return length;
}

int sctpjava_steering_attach(int fd, int sockets, const uint16_t *ports, int count) {
    if (sockets < 1 || count < 0 || count > SCTPJAVA_STEERING_MAX_PORTS) {
        return -EINVAL;
    }
    struct sock_filter instructions[OTHER_INSTRUCTIONS + PORT_INSTRUCTIONS * SCTPJAVA_STEERING_MAX_PORTS];
    struct sock_fprog program = {.len = assemble(instructions, sockets, ports, count), .filter = instructions};
    return sctpjava_result(setsockopt(fd, SOL_SOCKET, SO_ATTACH_REUSEPORT_CBPF, &program, sizeof program));
}
