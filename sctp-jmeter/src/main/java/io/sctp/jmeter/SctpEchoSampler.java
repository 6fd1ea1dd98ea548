package io.sctp.jmeter;

import java.io.IOException;
import org.apache.jmeter.config.Arguments;
import org.apache.jmeter.protocol.java.sampler.AbstractJavaSamplerClient;
import org.apache.jmeter.protocol.java.sampler.JavaSamplerContext;
import org.apache.jmeter.samplers.SampleResult;

/**
 * For JMeter's "Java Request": each sample is one message and its echo. Each thread has one association, which its
 * first sample sets up; the time of that is not in the sample's. A sample fails if connecting fails, the echo does not
 * come in time, or a parameter is wrong; its message says why, and the thread's next sample connects again. So does a
 * sample whose parameters differ from those of the one before.
 */
public final class SctpEchoSampler extends AbstractJavaSamplerClient {
    private EchoAssociation association;

    /** For JMeter. */
    public SctpEchoSampler() {}

    /** The parameters, as {@link EchoSettings} describes them, and their defaults. */
    @Override
    public Arguments getDefaultParameters() {
        final Arguments parameters = new Arguments();
        parameters.addArgument(EchoSettings.PROVIDER, "auto");
        parameters.addArgument(EchoSettings.HOST, "127.0.0.1");
        parameters.addArgument(EchoSettings.PORT, "5001");
        parameters.addArgument(EchoSettings.SIZE, "200");
        parameters.addArgument(EchoSettings.STREAM, "0");
        parameters.addArgument(EchoSettings.TIMEOUT_MS, "5000");
        return parameters;
    }

    @Override
    public SampleResult runTest(final JavaSamplerContext context) {
        final SampleResult result = new SampleResult();
        result.setDataType(SampleResult.BINARY);
        try {
            final EchoSettings settings = EchoSettings.of(context::getParameter);
            result.setSamplerData(settings.toString());
            if (association != null && !association.settings().equals(settings)) {
                disconnect();
            }
            if (association == null) {
                association = new EchoAssociation(settings);
            }
            result.sampleStart();
            association.exchange();
            result.latencyEnd();
            result.sampleEnd();
            result.setSentBytes(settings.size());
            result.setBytes((long) settings.size());
            result.setResponseCodeOK();
            result.setResponseMessageOK();
            result.setSuccessful(true);
        } catch (final IOException | RuntimeException e) {
            fail(result, e);
        }
        return result;
    }

    private void fail(final SampleResult result, final Exception why) {
        if (result.getStartTime() == 0) {
            result.sampleStart();
        }
        result.sampleEnd();
        result.setSuccessful(false);
        result.setResponseCode(why.getClass().getSimpleName());
        result.setResponseMessage(String.valueOf(why.getMessage()));
        disconnect();
    }

    @Override
    public void teardownTest(final JavaSamplerContext context) {
        disconnect();
    }

    private void disconnect() {
        if (association == null) {
            return;
        }
        try {
            association.close();
        } catch (final IOException e) {
            getNewLogger().warn("closing an association failed", e);
        }
        association = null;
    }
}
