using Mlem.Docker.PowerShell.Tests.Support;

namespace Mlem.Docker.PowerShell.Tests.Host;

public sealed class HostTests
{
    [Theory]
    [InlineData(0, "'fine'")]
    [InlineData(1, "throw 'terminating'")]
    [InlineData(1, "NoSuchCommand; 'goes on'")]
    [InlineData(1, "[int]::Parse('x')")]
    [InlineData(1, "if (")]
    [InlineData(0, "try { throw 'caught' } catch { }")]
    [InlineData(0, "Get-Command NoSuchCommand -ErrorAction SilentlyContinue")]
    [InlineData(7, "exit 7")]
    [InlineData(0, "exit 0")]
    [InlineData(1, "NoSuchCommand; exit 0")]
    public async Task The_exit_code_tells_whether_anything_failed(int expected, string script)
    {
        HostResult result = await HostProcess.RunAsync("-Command", script);

        Assert.Equal(expected, result.ExitCode);
        Assert.Equal(expected == 1, result.Error.Length > 0);
    }

    [Fact]
    public async Task An_error_of_a_cmdlet_is_told_on_standard_error_with_its_name_and_without_colour_or_trace()
    {
        HostResult result = await HostProcess.RunAsync("Get-Module", "-NoSuchParameter", "x");

        Assert.Equal(1, result.ExitCode);
        Assert.Equal("", result.Output);
        Assert.StartsWith("Get-Module: ", result.Error);
        Assert.DoesNotContain('\e', result.Error);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mandatory_parameter_that_nobody_can_be_asked_for_is_named()
    {
        HostResult result = await HostProcess.RunAsync("Get-MlemModel");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("Give it as -Path.", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cmdlet_shows_its_objects_through_the_format_views_without_colour()
    {
        HostResult result = await HostProcess.RunAsync("Get-Module", "-Name", "Mlem.Docker");

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Contains("ModuleType", result.Lines[0], StringComparison.Ordinal);
        Assert.Contains("Mlem.Docker", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', result.Output);
    }

    [Fact]
    public async Task Json_is_one_line_an_object_with_names_as_in_PowerShell()
    {
        HostResult result = await HostProcess.RunAsync("-OutputFormat", "Json", "-Command", """
            'text'; 1; 1.5; $true; [System.DayOfWeek]::Friday
            [pscustomobject]@{
                Null = $null; When = [datetime]::new(2026, 1, 2, 3, 4, 5, [System.DateTimeKind]::Utc)
                Kind = [System.DayOfWeek]::Monday; Big = [bigint]::Pow(10, 20); Long = [timespan]::FromSeconds(90)
                List = @(1, @{ a = 'ä<"' }); Version = [version]'1.2'; Nan = [double]::NaN; Secret = [securestring]::new()
            }
            $loop = [pscustomobject]@{ Self = $null }; $loop.Self = $loop; $loop
            """);

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Equal(["\"text\"", "1", "1.5", "true", "\"Friday\""], result.Lines[..5]);
        Assert.Equal(
            "{\"Null\":null,\"When\":\"2026-01-02T03:04:05.0000000Z\",\"Kind\":\"Monday\","
            + "\"Big\":100000000000000000000,\"Long\":\"00:01:30\",\"List\":[1,{\"a\":\"ä<\\\"\"}],"
            + "\"Version\":\"1.2\",\"Nan\":\"NaN\",\"Secret\":null}",
            result.Lines[5]);
        Assert.StartsWith("""{"Self":{"Self":""", result.Lines[6]);
        Assert.Equal(7, result.Lines.Length);
    }

    [Fact]
    public async Task Warnings_verbose_and_debug_lines_go_to_standard_error()
    {
        HostResult result = await HostProcess.RunAsync("-Command", """
            function Talk {
                [CmdletBinding()] param()
                $PSCmdlet.WriteWarning('careful')
                $PSCmdlet.WriteVerbose('detail')
                $PSCmdlet.WriteProgress([System.Management.Automation.ProgressRecord]::new(1, 'busy', 'very'))
            }
            Talk -Verbose; 'done'
            """);

        Assert.Equal((0, "done\n"), (result.ExitCode, result.Output.ReplaceLineEndings("\n")));
        Assert.Equal("WARNING: careful\nVERBOSE: detail\n", result.Error.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task Interrupting_stops_the_pipeline_and_what_it_started()
    {
        const string Endless = """
            try { $host.UI.WriteLine('started'); while ($true) { [System.Threading.Thread]::Sleep(20) } }
            finally { $host.UI.WriteLine('cleaned up') }
            """;

        (HostResult result, TimeSpan took) = await HostProcess.InterruptAsync("started", "-Command", Endless);

        Assert.Equal((130, ""), (result.ExitCode, result.Error));
        Assert.Equal(["started", "cleaned up"], result.Lines);
        Assert.True(took < TimeSpan.FromSeconds(2), $"It took {took}.");
    }

    [Fact]
    public async Task A_script_file_knows_its_folder_and_its_exit_code_is_the_process()
    {
        string folder = Directory.CreateTempSubdirectory("mlem-host-").FullName;
        try
        {
            string file = Path.Combine(folder, "script.ps1");
            await File.WriteAllTextAsync(
                file, "param($Code) $PSScriptRoot; exit $Code", TestContext.Current.CancellationToken);

            HostResult result = await HostProcess.RunAsync("-File", file, "5");

            Assert.Equal((5, folder), (result.ExitCode, result.Output.TrimEnd()));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData(0, "usage:", "--help")]
    [InlineData(0, "usage:")]
    [InlineData(0, "0.", "--version")]
    public async Task Help_and_version_go_to_standard_output(int code, string text, params string[] arguments)
    {
        HostResult result = await HostProcess.RunAsync(arguments);

        Assert.Equal((code, ""), (result.ExitCode, result.Error));
        Assert.Contains(text, result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-OutputFormat", "Xml", "Get-Module")]
    [InlineData("-NoSuchOption")]
    [InlineData("-Command")]
    [InlineData("-File")]
    public async Task A_wrong_command_line_is_told_and_exits_with_2(params string[] arguments)
    {
        HostResult result = await HostProcess.RunAsync(arguments);

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.StartsWith("mlem-docker: ", result.Error);
    }

    [Fact]
    public async Task A_script_that_is_not_there_is_one_error()
    {
        HostResult result = await HostProcess.RunAsync("-File", "/no/such/script.ps1");

        Assert.Equal(1, result.ExitCode);
        Assert.Equal("There is no script /no/such/script.ps1.", result.Error.TrimEnd());
    }
}
