package io.sctp.dispatch;

/** A small pool of slots, with a plain field for each as its content. */
final class Slots {
    final SlotPool pool;
    final int[] stamp;

    Slots(final int count) {
        pool = new SlotPool(count, 64, new Assemblies(64, 64, 64));
        stamp = new int[count];
    }
}
