using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace Mlem.Docker.Engine.Buildx;

/// <summary>The program <c>docker buildx</c>, which speaks to the Engine of an endpoint.</summary>
internal sealed partial class BuildxProgram(DockerEndpoint endpoint)
{
    // The first that writes its progress as JSON.
    private static readonly Version Oldest = new(0, 13);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Makes sure that it is there and new enough.</summary>
    /// <param name="wanted">What needs it, for the error.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <exception cref="MlemException"><c>BuildxMissing</c>, <c>BuildxTooOld</c>.</exception>
    public async Task EnsureAsync(string wanted, CancellationToken cancellation)
    {
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timer.CancelAfter(Limit);
        string said;
        using (var process = Start(["version"], [], wanted))
        {
            try
            {
                process.StandardInput.Close();
                var complaint = process.StandardError.ReadToEndAsync(timer.Token);
                said = await process.StandardOutput.ReadToEndAsync(timer.Token).ConfigureAwait(false);
                await complaint.ConfigureAwait(false);
                await process.WaitForExitAsync(timer.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                throw Missing(wanted, Messages.FormatItDidNotAnswerWithinS($"{Limit.TotalSeconds:0}"));
            }
            finally
            {
                Stop(process);
            }

            // Without the plugin docker takes the word for one of its own, and explains itself.
            if (process.ExitCode != 0 || !said.Contains("buildx", StringComparison.Ordinal))
                throw Missing(wanted, Messages.BuildxIsNoPluginOfIt);
        }

        if (Number().Match(said) is { Success: true } number && Version.TryParse(number.Value, out var version) && version < Oldest)
        {
            throw new MlemException(
                "BuildxTooOld", MlemErrorCategory.ResourceUnavailable, Messages.FormatBuildxTooOld(wanted, version, Oldest), "buildx", Messages.BuildxMissingRemedy);
        }
    }

    /// <summary>Starts <c>docker buildx</c> with all three streams here.</summary>
    public Process Start(IEnumerable<string> arguments, IEnumerable<KeyValuePair<string, string>> variables, string wanted)
    {
        var start = new ProcessStartInfo("docker")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        start.ArgumentList.Add("buildx");
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        // The Engine is the one that this module speaks to, whatever the docker CLI would take.
        start.Environment.Remove("DOCKER_CONTEXT");
        start.Environment.Remove("BUILDX_BUILDER");
        start.Environment["DOCKER_HOST"] = endpoint.Address;
        start.Environment["BUILDX_NO_DEFAULT_ATTESTATIONS"] = "1";
        foreach (var (name, value) in Tls().Concat(variables))
            start.Environment[name] = value;
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception failure)
        {
            throw Missing(wanted, Messages.FormatItCannotBeStarted(failure.Message));
        }
    }

    public static void Stop(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception error) when (error is InvalidOperationException or Win32Exception or NotSupportedException)
        {
            // It has ended by itself.
        }
    }

    // buildx takes the three files by the names that they have in one folder.
    private IEnumerable<KeyValuePair<string, string>> Tls()
    {
        if (endpoint.Tls is not { } tls)
            return [];
        var folder = Path.GetDirectoryName(tls.CertPath ?? tls.CaPath);
        List<KeyValuePair<string, string>> variables = [];
        if (folder is not null)
            variables.Add(KeyValuePair.Create("DOCKER_CERT_PATH", folder));
        if (!tls.SkipVerify)
            variables.Add(KeyValuePair.Create("DOCKER_TLS_VERIFY", "1"));
        else
            variables.Add(KeyValuePair.Create("DOCKER_TLS", "1"));
        return variables;
    }

    private static MlemException Missing(string wanted, string why) => new(
        "BuildxMissing", MlemErrorCategory.ResourceUnavailable, Messages.FormatBuildxMissing(wanted, why), "docker buildx", Messages.BuildxMissingRemedy);

    [GeneratedRegex("(?<= v?)[0-9]+\\.[0-9]+\\.[0-9]+")]
    private static partial Regex Number();
}
