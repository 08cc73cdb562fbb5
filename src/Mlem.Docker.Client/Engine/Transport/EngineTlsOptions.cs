using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Mlem.Docker.Engine.Transport;

/// <summary>Turns an endpoint's PEM files into what <see cref="SslStream"/> wants.</summary>
internal static class EngineTlsOptions
{
    public static SslClientAuthenticationOptions Create(DockerEndpoint endpoint, EndpointTls tls)
    {
        var options = new SslClientAuthenticationOptions { TargetHost = endpoint.Host };
        if (ClientCertificate(tls) is { } certificate)
            options.ClientCertificateContext = SslStreamCertificateContext.Create(certificate, null, offline: true);
        if (tls.SkipVerify)
        {
            options.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
        }
        else if (tls.CaPath is not null)
        {
            var policy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            Load(tls.CaPath, () => policy.CustomTrustStore.ImportFromPemFile(tls.CaPath));
            options.CertificateChainPolicy = policy;
        }

        return options;
    }

    private static X509Certificate2? ClientCertificate(EndpointTls tls)
    {
        if (tls.CertPath is null || tls.KeyPath is null)
            return null;
        X509Certificate2? certificate = null;
        Load(tls.CertPath, () => certificate = X509Certificate2.CreateFromPemFile(tls.CertPath, tls.KeyPath));
        if (!OperatingSystem.IsWindows())
            return certificate;

        // Windows does not take a key that lives in memory only.
        using (certificate)
            return new X509Certificate2(certificate!.Export(X509ContentType.Pfx));
    }

    private static void Load(string path, Action load)
    {
        try
        {
            load();
        }
        catch (Exception error) when (error is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new MlemException(
                "TlsMaterialInvalid",
                MlemErrorCategory.InvalidData,
                Messages.FormatTlsMaterialInvalid(path, error.Message.TrimEnd('.')),
                path,
                Messages.TlsMaterialInvalidRemedy,
                error);
        }
    }
}
