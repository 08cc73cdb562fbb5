using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Mlem.Docker.Tests.Registries;

/// <summary>A private authority and the certificates that it gives to test servers.</summary>
internal sealed class TestCertificates : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mlem-certs-");
    private readonly X509Certificate2 _authority;

    public TestCertificates()
    {
        var request = NewRequest("CN=Test authority");
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        _authority = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-100), DateTimeOffset.UtcNow.AddDays(10));
    }

    public string CertificateFolder => _folder.FullName;

    public X509Certificate2 ForLoopback(DateTimeOffset? end = null) => Issue(names => names.AddIpAddress(IPAddress.Loopback), end);

    public X509Certificate2 ForName(string name) => Issue(names => names.AddDnsName(name), null);

    public static X509Certificate2 SelfSigned()
    {
        var request = NewRequest("CN=Somebody");
        AddNames(request, names => names.AddIpAddress(IPAddress.Loopback));
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(10));
        return Usable(certificate);
    }

    public void Trust(string host) =>
        File.WriteAllText(Path.Combine(_folder.CreateSubdirectory(host).FullName, "ca.crt"), _authority.ExportCertificatePem());

    public void Dispose()
    {
        _authority.Dispose();
        _folder.Delete(recursive: true);
    }

    private X509Certificate2 Issue(Action<SubjectAlternativeNameBuilder> addNames, DateTimeOffset? end)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=server", key, HashAlgorithmName.SHA256);
        AddNames(request, addNames);
        using var certificate = request.Create(
            _authority, DateTimeOffset.UtcNow.AddDays(-50), end ?? DateTimeOffset.UtcNow.AddDays(5), [1, 2, 3, 4]);
        using var withKey = certificate.CopyWithPrivateKey(key);
        return Usable(withKey);
    }

    private static void AddNames(CertificateRequest request, Action<SubjectAlternativeNameBuilder> addNames)
    {
        var names = new SubjectAlternativeNameBuilder();
        addNames(names);
        request.CertificateExtensions.Add(names.Build());
    }

    private static CertificateRequest NewRequest(string name) =>
        new(name, ECDsa.Create(ECCurve.NamedCurves.nistP256), HashAlgorithmName.SHA256);

    private static X509Certificate2 Usable(X509Certificate2 certificate) =>
        X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
}
