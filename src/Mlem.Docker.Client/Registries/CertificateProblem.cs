using System.Globalization;
using System.Security.Cryptography.X509Certificates;

namespace Mlem.Docker.Registries;

/// <summary>Says in words why a certificate is not trusted.</summary>
internal static class CertificateProblem
{
    public static string Describe(X509Certificate2 certificate, X509Chain? chain)
    {
        var now = DateTime.Now;
        if (now > certificate.NotAfter)
            return Messages.FormatItExpiredOn(Day(certificate.NotAfter));
        if (now < certificate.NotBefore)
            return Messages.FormatItIsNotValidBefore(Day(certificate.NotBefore));
        if (certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData))
            return Messages.FormatItIsSelfSigned(PlainText.Bound(certificate.Subject));
        var status = chain?.ChainStatus.Select(s => s.Status).Aggregate(X509ChainStatusFlags.NoError, (all, one) => all | one) ?? 0;
        if ((status & (X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain)) != 0)
            return Messages.FormatItsAuthorityIsNotKnownHere(PlainText.Bound(certificate.Issuer));
        return Messages.FormatItDoesNotHold(status);
    }

    public static string Names(X509Certificate2 certificate)
    {
        var extension = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault();
        var names = extension is null
            ? [certificate.Subject]
            : extension.EnumerateDnsNames().Concat(extension.EnumerateIPAddresses().Select(address => address.ToString()));
        return PlainText.Bound(string.Join(", ", names));
    }

    private static string Day(DateTime time) => time.ToUniversalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
