using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Mlem.Docker.Registries;

/// <summary>
/// What docker's <c>certs.d</c> holds for a host, and the judgement over a registry's certificate: the system's
/// authorities or those of the folder, always with the host's name.
/// </summary>
internal sealed class RegistryCertificates
{
    private readonly string _host;
    private readonly bool _insecure;
    private readonly X509Certificate2Collection _authorities = [];

    private RegistryCertificates(string host, bool insecure)
    {
        _host = host;
        _insecure = insecure;
    }

    /// <summary>The client certificates to offer.</summary>
    public X509Certificate2Collection ClientCertificates { get; } = [];

    public static IReadOnlyList<string> DefaultFolders()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        if (OperatingSystem.IsWindows())
            return [Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData), "docker", "certs.d")];
        return ["/etc/docker/certs.d", Path.Combine(home, ".config", "docker", "certs.d"), Path.Combine(home, ".docker", "certs.d")];
    }

    public static RegistryCertificates Load(Uri uri, bool insecure, IEnumerable<string> folders)
    {
        var certificates = new RegistryCertificates(uri.Authority, insecure);

        // A default port may be written or left out.
        string[] names = [.. new[] { uri.Authority, $"{uri.Host}:{uri.Port}" }.Distinct()];
        foreach (var parent in folders)
        {
            foreach (var name in names)
            {
                var folder = Path.Combine(parent, OperatingSystem.IsWindows() ? name.Replace(":", "") : name);
                if (Directory.Exists(folder))
                    certificates.Add(folder);
            }
        }

        return certificates;
    }

    public bool Judge(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None || _insecure)
            return true;
        if (certificate is not X509Certificate2 presented || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
            throw RegistryErrors.CertificateInvalid(_host, Messages.ItShowsNone);
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            throw RegistryErrors.CertificateInvalid(_host, Messages.FormatItIsForAnotherName(CertificateProblem.Names(presented)));
        if (_authorities.Count > 0)
        {
            using var own = BuildOwnChain(presented, chain);
            return own is null ? true : throw RegistryErrors.CertificateInvalid(_host, CertificateProblem.Describe(presented, own));
        }

        throw RegistryErrors.CertificateInvalid(_host, CertificateProblem.Describe(presented, chain));
    }

    // Null when the folder's authorities vouch for the certificate; else the chain that says why not.
    private X509Chain? BuildOwnChain(X509Certificate2 presented, X509Chain? given)
    {
        var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.CustomTrustStore.AddRange(_authorities);
        foreach (var element in given?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
            chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        if (!chain.Build(presented))
            return chain;
        chain.Dispose();
        return null;
    }

    private void Add(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal))
        {
            try
            {
                if (file.EndsWith(".crt", StringComparison.Ordinal))
                    _authorities.ImportFromPemFile(file);
                else if (file.EndsWith(".cert", StringComparison.Ordinal))
                    ClientCertificates.Add(LoadClient(file));
            }
            catch (Exception failure) when (failure is CryptographicException or IOException or UnauthorizedAccessException)
            {
                throw new MlemException(
                    "RegistryCertificateFileInvalid",
                    MlemErrorCategory.ReadError,
                    Messages.FormatRegistryCertificateFileInvalid(file, _host, failure.Message),
                    file,
                    Messages.RegistryCertificateFileInvalidRemedy,
                    failure);
            }
        }
    }

    private static X509Certificate2 LoadClient(string file)
    {
        var certificate = X509Certificate2.CreateFromPemFile(file, Path.ChangeExtension(file, ".key"));
        if (!OperatingSystem.IsWindows())
            return certificate;

        // Windows' TLS cannot use a key that only lives in memory.
        using (certificate)
            return new X509Certificate2(certificate.Export(X509ContentType.Pkcs12));
    }
}
