package io.sctp.dispatch;

/**
 * One of the dispatcher's own threads. It does the work of its role.
 *
 * <p>The poller's thread handles a message that came alone itself, in place of its worker's thread, which sleeps: to
 * wake that one would take longer. If the handler does not return soon, the two threads exchange their roles: the one
 * that sleeps becomes the poller's, and the one that is in the handler the worker's.
 */
final class RoleAgent implements Role {
    private final Poller poller;
    private final Health health;
    private Role role;

    RoleAgent(final Role role, final Poller poller, final Health health) {
        this.role = role;
        this.poller = poller;
        this.health = health;
    }

    /** The first role. */
    @Override
    public String roleName() {
        return role.roleName();
    }

    @Override
    public int doWork() {
        final int work = role.doWork();
        if (role.equals(poller)) {
            final LoneMessage lone = poller.lone();
            if (lone.workerOrNull() != null) {
                handleOrWake(lone);
            } else if (work > 0) {
                poller.pollForPackets(false);
            }
        }
        return work;
    }

    private void handleOrWake(final LoneMessage lone) {
        final Worker worker = lone.workerOrNull();
        final HandlerPace pace = lone.dispatched().pace();
        poller.pollForPackets(true);
        if (pace.mayCall() && worker.tryReplace()) {
            handle(worker, pace);
        } else {
            poller.pollForPackets(false);
            lone.wake();
        }
    }

    /** What belongs to the poller is not used until the worker's thread is back, as it may become the poller's. */
    private void handle(final Worker worker, final HandlerPace pace) {
        final long begunNs = System.nanoTime();
        boolean returned = false;
        try {
            worker.handle();
        } finally {
            returned = worker.tryReturn();
            if (!returned) {
                change(worker);
            }
        }
        if (returned) {
            pace.took(System.nanoTime() - begunNs);
        }
    }

    private void change(final Role next) {
        role = next;
        try {
            Thread.currentThread().setName(next.roleName());
        } catch (final Throwable e) { // without memory for the name
            health.survived(e);
        }
    }

    @Override
    public boolean sleep() {
        if (role instanceof Worker worker) {
            if (worker.sleepWatching()) {
                change(poller);
                poller.lone().dispatched().pace().tookLong();
            }
            return true;
        }
        return role.sleep();
    }

    @Override
    public void onClose() {
        role.onClose();
    }
}
