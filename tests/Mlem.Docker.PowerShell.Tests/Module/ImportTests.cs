using System.Management.Automation;
using System.Reflection;
using System.Runtime.Loader;
using Mlem.Docker.PowerShell.Pipeline;
using Mlem.Docker.PowerShell.Tests.Support;

namespace Mlem.Docker.PowerShell.Tests.Module;

public sealed class ImportTests
{
    private const string Import = "param($manifest) Import-Module $manifest -ErrorAction Stop;";
    private const string ImportAgain = "Import-Module $manifest -Force -ErrorAction Stop;";
    private const string Names = "(Get-Command -Module Mlem.Docker | ForEach-Object Name) -join ','";

    // Binding an unknown parameter fails before the cmdlet runs, and only a cmdlet that works binds at all.
    private const string Call = """
        foreach ($command in Get-Command -Module Mlem.Docker) {
            try { & $command.Name -NoSuchParameterAnywhere } catch { $_.FullyQualifiedErrorId -replace ',.*' }
        }
        """;

    [Fact]
    public void The_manifest_lists_exactly_the_cmdlets_of_the_assembly()
    {
        IEnumerable<string> cmdlets = typeof(AsyncCmdlet).Assembly.GetExportedTypes()
            .Select(type => type.GetCustomAttributes(typeof(CmdletAttribute), false).SingleOrDefault())
            .OfType<CmdletAttribute>()
            .Select(cmdlet => $"{cmdlet.VerbName}-{cmdlet.NounName}")
            .Order();

        using var session = new Session(import: false);
        SessionResult result = session.Invoke(Import + "(Get-Module Mlem.Docker).ExportedCommands.Keys", BuiltModule.Manifest);

        Assert.Equal(cmdlets, result.Output.Cast<string>().Order());
    }

    [Fact]
    public void The_version_is_the_one_of_the_build()
    {
        using var session = new Session(import: false);
        SessionResult result = session.Invoke(Import + "(Get-Module Mlem.Docker).Version", BuiltModule.Manifest);

        Version built = typeof(MlemException).Assembly.GetName().Version!;
        Assert.Equal(built.ToString(3), result.Output.Single()!.ToString());
    }

    // A build with -p:Precompile=false leaves the portable code only, which must run too.
    [Theory]
    [InlineData("Mlem.Docker", typeof(MlemModel))]
    [InlineData("Mlem.Docker.Client", typeof(MlemException))]
    [InlineData("Mlem.Docker.PowerShell", typeof(AsyncCmdlet))]
    public void The_code_that_was_compiled_for_this_platform_is_the_one_that_runs(string name, Type type)
    {
        string bin = Path.Combine(BuiltModule.Directory, "bin");
        string[] files = System.IO.Directory.GetFiles(bin, name + ".dll", SearchOption.AllDirectories);

        Assert.Equal(files.OrderBy(f => f.Length).Last(), type.Assembly.Location);
    }

    [Theory]
    [InlineData("")]
    [InlineData(ImportAgain)]
    [InlineData(ImportAgain + ImportAgain)]
    [InlineData("Remove-Module Mlem.Docker; Import-Module $manifest -ErrorAction Stop;")]
    public void Every_import_leaves_working_cmdlets(string again)
    {
        using var first = new Session(import: false);
        string expected = (string)first.Invoke(Import + Names, BuiltModule.Manifest).Output.Single()!;

        using var session = new Session(import: false);
        SessionResult names = session.Invoke(Import + again + Names, BuiltModule.Manifest);
        SessionResult calls = session.Invoke(Call);

        Assert.Empty(names.Errors);
        Assert.Equal(expected, names.Output.Single());
        Assert.Equal(expected.Split(',', StringSplitOptions.RemoveEmptyEntries).Length, calls.Output.Count);
        Assert.All(calls.Output, id => Assert.Equal("NamedParameterNotFound", id));
    }

    [Fact]
    public void A_removed_module_leaves_no_cmdlets_and_other_runspaces_keep_theirs()
    {
        using var kept = new Session();
        using var session = new Session();
        object? before = kept.Invoke(Names).Output.Single();

        session.Invoke("Remove-Module Mlem.Docker");

        Assert.Equal("", session.Invoke(Names).Output.Single());
        Assert.Equal(before, kept.Invoke(Names).Output.Single());
    }

    [Fact]
    public void Other_versions_of_libraries_in_the_process_do_not_disturb_the_module()
    {
        using var session = new Session();

        Assert.Equal(13, BuiltModule.Foreign["YamlDotNet"].GetName().Version!.Major);
        Assert.Equal(3, BuiltModule.Foreign["Docker.DotNet"].GetName().Version!.Major);
        foreach (Assembly foreign in BuiltModule.Foreign.Values)
            Assert.Equal(AssemblyLoadContext.Default, AssemblyLoadContext.GetLoadContext(foreign));

        AssemblyLoadContext context = AssemblyLoadContext.GetLoadContext(typeof(MlemException).Assembly)!;
        Assert.NotEqual(AssemblyLoadContext.Default, context);
        Assert.StartsWith("Mlem.Docker: ", context.Name);
        Assert.True(context.LoadFromAssemblyName(new("Docker.DotNet")).GetName().Version!.Major >= 4);
        Assert.True(context.LoadFromAssemblyName(new("YamlDotNet")).GetName().Version!.Major >= 18);

        // A model is YAML, so reading one goes the way on which a wrong library would be met.
        string model = Path.Combine(BuiltModule.RepositoryRoot, "examples", "iris", "iris.mlem");
        Assert.IsType<MlemModel>(session.Invoke($"Get-MlemModel '{model}'").Output.Single());
    }

    [Fact]
    public void Only_the_loader_and_PowerShell_are_in_the_default_context()
    {
        using var session = new Session();

        IEnumerable<string> shipped = Directory.EnumerateFiles(Path.Combine(BuiltModule.Directory, "bin"), "*.dll")
            .Select(file => Path.GetFileNameWithoutExtension(file)!);

        IEnumerable<string> mixed = AssemblyLoadContext.Default.Assemblies
            .Where(assembly => assembly.Location.StartsWith(BuiltModule.Directory, StringComparison.Ordinal))
            .Select(assembly => assembly.GetName().Name!);

        Assert.DoesNotContain("System.Management.Automation", shipped);
        Assert.Equal(["Mlem.Docker.Loader"], mixed);
    }

    [Fact]
    public void Types_that_people_meet_resolve_by_their_names_in_every_runspace()
    {
        using var first = new Session();
        using var second = new Session();
        first.Invoke("Remove-Module Mlem.Docker");

        foreach (Type type in new[] { typeof(MlemModel), typeof(MlemException) }.SelectMany(one => one.Assembly.GetExportedTypes()))
        {
            if (type is { Namespace: "Mlem.Docker", IsNested: false, IsGenericTypeDefinition: false })
                Assert.Equal(type, second.Invoke($"[{type.FullName}]").Output.Single());
        }
    }

    [Fact]
    public void A_copy_of_the_module_elsewhere_has_a_context_of_its_own()
    {
        string copy = Directory.CreateTempSubdirectory("mlem-module-").FullName;
        try
        {
            foreach (string file in Directory.EnumerateFiles(BuiltModule.Directory, "*", SearchOption.AllDirectories))
            {
                string target = Path.Combine(copy, Path.GetRelativePath(BuiltModule.Directory, file));
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(file, target);
            }

            using var session = new Session(import: false);
            SessionResult result = session.Invoke(Import + Names, Path.Combine(copy, "Mlem.Docker.psd1"));

            Assert.Null(result.Terminating);
            Assert.Contains(AssemblyLoadContext.All, context => context.Name == $"Mlem.Docker: {Path.Combine(copy, "bin")}");
        }
        finally
        {
            Directory.Delete(copy, recursive: true);

            // The names of the types belong to the newest import: give them back to the module under test. PowerShell may
            // not do so itself for an assembly that it has imported before.
            new ModuleTypes().OnImport();
        }
    }

    [Fact]
    public void Another_build_of_the_module_takes_the_place_of_a_removed_one()
    {
        string copy = Directory.CreateTempSubdirectory("mlem-module-").FullName;
        try
        {
            using var session = new Session();
            foreach (string file in Directory.EnumerateFiles(BuiltModule.Directory, "*", SearchOption.AllDirectories))
            {
                string target = Path.Combine(copy, Path.GetRelativePath(BuiltModule.Directory, file));
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(file, target);
            }

            // What tells one build of an assembly from another is this id.
            Assembly loader = AssemblyLoadContext.Default.Assemblies.Single(assembly => assembly.GetName().Name == "Mlem.Docker.Loader");
            string changed = Path.Combine(copy, "bin", "Mlem.Docker.Loader.dll");
            byte[] bytes = File.ReadAllBytes(changed);
            int id = bytes.AsSpan().IndexOf(loader.ManifestModule.ModuleVersionId.ToByteArray());
            bytes[id] ^= 0xff;
            File.WriteAllBytes(changed, bytes);

            SessionResult result = session.Invoke(
                "param($manifest) Remove-Module Mlem.Docker; Import-Module $manifest -ErrorAction Stop", Path.Combine(copy, "Mlem.Docker.psd1"));

            Assert.Null(result.Terminating);
            Assert.Empty(result.Errors);
            Assert.Contains(AssemblyLoadContext.All, context => context.Name == $"Mlem.Docker: {Path.Combine(copy, "bin")}");
        }
        finally
        {
            Directory.Delete(copy, recursive: true);

            // The names of the types belong to the newest import: give them back to the module under test. PowerShell may
            // not do so itself for an assembly that it has imported before.
            new ModuleTypes().OnImport();
        }
    }
}
