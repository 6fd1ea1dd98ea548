package io.sctp.dispatch;

import org.agrona.concurrent.Agent;

/** The work of one of a dispatcher's threads: the poller's, or that of one worker. */
interface Role extends Agent, SleepyIdle.Sleeper {
    @Override
    int doWork();
}
