using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Mlem.Docker.Engine.Tests.Testbed;

namespace Mlem.Docker.Engine.Tests.Registries;

/// <summary>A self-made certificate for loopback, as PEM files, and a <c>certs.d</c> that trusts it for a host.</summary>
internal sealed class PrivateAuthority : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RSA _key = RSA.Create(2048);
    private readonly X509Certificate2 _certificate;

    public PrivateAuthority()
    {
        var request = new CertificateRequest("CN=Test authority", _key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        _certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllText(CertificateFile, _certificate.ExportCertificatePem());
        File.WriteAllText(KeyFile, _key.ExportPkcs8PrivateKeyPem());
    }

    public string CertificateFile => _folder.Combine("server.crt");

    public string KeyFile => _folder.Combine("server.key");

    public string CertificateFolder => _folder.Combine("certs.d");

    public byte[] Certificate => _certificate.RawData;

    public byte[] Sign(byte[] data) => _key.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    public void Trust(string host)
    {
        var folder = Directory.CreateDirectory(Path.Combine(CertificateFolder, host));
        File.Copy(CertificateFile, Path.Combine(folder.FullName, "ca.crt"));
    }

    public void Dispose()
    {
        _certificate.Dispose();
        _key.Dispose();
        _folder.Dispose();
    }
}
