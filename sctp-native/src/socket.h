/* Sockets and their addresses: open, bind, connect, accept, peel off, close. All return -errno on failure. */
#ifndef SCTPJAVA_SOCKET_H
#define SCTPJAVA_SOCKET_H

#include <stdint.h>

enum sctpjava_bindx_operation {
    SCTPJAVA_BINDX_ADD = 0,
    SCTPJAVA_BINDX_REMOVE = 1,
};

/* Opens a non-blocking, close-on-exec SCTP socket. */
int sctpjava_socket_open(int family, int type);
int sctpjava_socket_close(int fd);
int sctpjava_socket_shutdown(int fd, int how);
int sctpjava_socket_bind(int fd, const void *address, int length);
int sctpjava_socket_listen(int fd, int backlog);
/* Accepts one association: returns a blocking, close-on-exec socket. */
int sctpjava_socket_accept(int fd);
/* Stores the local address and returns its length. */
int sctpjava_socket_name(int fd, void *address, int capacity);
/* Adds or removes the packed addresses. */
int sctpjava_socket_bindx(int fd, void *addresses, int length, int operation);
/* Connects to the packed addresses of one peer. The association's id is stored with -EINPROGRESS too. */
int sctpjava_socket_connectx(int fd, void *addresses, int length, int32_t *association_id);
/* Makes the socket blocking, so that receives with SCTPJAVA_RECEIVE_WAIT wait. */
int sctpjava_socket_make_blocking(int fd);
/* Gives the association its own socket, with exactly these flags (SOCK_NONBLOCK, SOCK_CLOEXEC). */
int sctpjava_socket_peel_off(int fd, int32_t association_id, int flags);

#endif
