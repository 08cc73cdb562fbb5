using System.Management.Automation;
using System.Reflection;
using System.Text.Json;
using Mlem.Docker.PowerShell.Pipeline;
using Mlem.Docker.PowerShell.Tests.Support;

namespace Mlem.Docker.PowerShell.Tests.RealPeers;

/// <summary>The built module in PowerShell itself.</summary>
public sealed class RealModuleTests : IDisposable
{
    private readonly RealPowerShell _shell = RealPowerShell.Open();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public void PowerShell_is_the_one_that_the_runspaces_of_the_tests_are_made_of()
    {
        string here = typeof(PSObject).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

        Assert.StartsWith(RealPowerShell.Versions().PowerShell, here, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_manifest_is_clean_and_the_module_is_imported_with_all_its_cmdlets()
    {
        string[] lines = await _shell.LinesAsync("""
            $manifest = Test-ModuleManifest -Path ./out/Mlem.Docker/Mlem.Docker.psd1 -WarningVariable warnings
            "$($warnings.Count) warnings, $($manifest.Version), $($manifest.CompatiblePSEditions)"
            $module = Import-Module -Name ./out/Mlem.Docker/Mlem.Docker.psd1 -PassThru -Verbose 4>&1 | Where-Object { $_ -is [psmoduleinfo] }
            "$($module.Version), $($module.ExportedCommands.Count)"
            $module.ExportedCmdlets.Keys -join ' '
            """);
        string version = typeof(MlemException).Assembly.GetName().Version!.ToString(3);
        string[] cmdlets = [.. typeof(AsyncCmdlet).Assembly.GetExportedTypes().Select(type => type.GetCustomAttribute<CmdletAttribute>())
            .OfType<CmdletAttribute>().Select(cmdlet => $"{cmdlet.VerbName}-{cmdlet.NounName}").Order(StringComparer.Ordinal)];

        Assert.Equal([$"0 warnings, {version}, Core", $"{version}, {cmdlets.Length}"], lines[..2]);
        Assert.Equal(cmdlets, lines[2].Split(' ').Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_model_goes_through_the_pipeline_a_file_and_a_job_and_is_taken_and_shown_as_before()
    {
        string[] lines = await _shell.LinesAsync(RealPowerShell.Import + """
            $model = Get-MlemModel -Path examples/iris/iris
            $model | Export-Clixml -Path $HOME/model.xml
            $job = Start-Job -ArgumentList $PWD.Path -ScriptBlock {
                Import-Module -Name "$args/out/Mlem.Docker/Mlem.Docker.psd1"
                Get-MlemModel -Path "$args/examples/iris/iris"
            }
            $null = Wait-Job -Job $job -Timeout 90
            $given = @{ Model = $model; File = Import-Clixml -Path $HOME/model.xml; Job = Receive-Job -Job $job }
            foreach ($from in 'Model', 'File', 'Job') {
                $folder = $given[$from] | Export-MlemDockerDir -Target "$HOME/$from" -Server fastapi
                @{
                    Name  = $folder.Model
                    Files = ($folder.Files | ForEach-Object { $_.Name } | Sort-Object) -join ' '
                    Type  = $given[$from].PSTypeNames[0]
                    Table = $given[$from] | Format-Table | Out-String -Width 80
                    List  = $given[$from] | Format-List | Out-String -Width 80
                } | ConvertTo-Json -Compress
            }
            """);
        Dictionary<string, string>[] seen = [.. lines.Select(line => JsonSerializer.Deserialize<Dictionary<string, string>>(line)!)];

        Assert.Equal(["Mlem.Docker.MlemModel", "Deserialized.Mlem.Docker.MlemModel", "Deserialized.Mlem.Docker.MlemModel"], seen.Select(one => one["Type"]));
        Assert.Contains("predict, predict_proba", seen[0]["Table"], StringComparison.Ordinal);
        Assert.All(seen[1..], one =>
        {
            Assert.Equal("iris", one["Name"]);
            Assert.Equal(seen[0]["Files"], one["Files"]);
            Assert.Equal(seen[0]["Table"], one["Table"]);
            Assert.Equal(seen[0]["List"], one["List"]);
        });
    }
}
