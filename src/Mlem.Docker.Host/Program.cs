using Mlem.Docker.Host;
using Mlem.Docker.Host.Arguments;

// PowerShell tells its makers of every start, unless asked not to; loading what does so takes time as well.
if (Environment.GetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT") is null)
    Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");

HostArguments arguments;
try
{
    arguments = HostArguments.Parse(args);
}
catch (ArgumentException exception)
{
    Console.Error.WriteLine($"mlem-docker: {exception.Message}");
    return ExitCodes.Usage;
}

switch (arguments.Mode)
{
    case HostMode.Help:
        Console.Out.Write(HelpText.Text);
        return ExitCodes.Success;
    case HostMode.Version:
        Console.Out.WriteLine(HelpText.Version);
        return ExitCodes.Success;
    default:
        using (var session = new HostSession(arguments))
            return session.Run();
}
