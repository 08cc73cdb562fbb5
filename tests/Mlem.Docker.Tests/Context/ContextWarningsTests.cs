namespace Mlem.Docker.Tests.Context;

/// <summary>What a context warns of, and what a small image cannot do without.</summary>
public sealed class ContextWarningsTests : IDisposable
{
    private readonly string _work = Directory.CreateTempSubdirectory("mlem-warnings-").FullName;

    public void Dispose() => Directory.Delete(_work, recursive: true);

    [Theory]
    [InlineData("- module: x", "'x'")]
    [InlineData("- module: x\n- module: X\n  version: '1'", null)]
    [InlineData("- module: x\n  vcs: git\n  source_url: https://e.org/x\n  vcs_commit: abc", null)]
    [InlineData("- module: fastapi", "'fastapi'")]
    public async Task A_requirement_for_which_nothing_gives_a_version_is_warned_of(string requirements, string? named)
    {
        IReadOnlyList<string> warnings = (await ContextAsync(requirements)).Warnings;
        if (named is null)
            Assert.Empty(warnings);
        else
            Assert.Contains($"{named} of model has no version", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("- module: x", "x==1.0")]
    [InlineData("- module: fastapi", "fastapi==0.92.0")]
    public async Task A_constraint_gives_a_version_too(string requirements, string constraint) =>
        Assert.Empty((await ContextAsync(requirements, "fastapi", [constraint])).Warnings);

    [Theory]
    [InlineData("- module: pandas\n  version: 1.5.3", "fastapi", null, true, true)]
    [InlineData("- module: sklearn\n  package_name: scikit-learn\n  version: 1.2.1", "rmq", null, true, true)]
    [InlineData("- module: pandas\n  version: 2.2.2", "fastapi", null, true, false)]
    [InlineData("- module: pandas\n  version: 1.5.3\n- module: numpy\n  version: 1.24.2", "fastapi", null, true, false)]
    [InlineData("- module: pandas\n  version: 1.5.3", "fastapi", "numpy<2", true, false)]
    [InlineData("- module: pandas\n  version: 1.5.3", "fastapi", "numpy<=1.26", false, false)]
    [InlineData("- module: pandas\n  version: 1.5.3", "fastapi", "numpy>=1.20", false, true)]
    [InlineData("- module: pandas\n  version: 1.5.3", "fastapi", "numpy<2; python_version < '3.9'", false, false)]
    [InlineData("- module: pandas\n  version: 1.5.3", "_sagemaker", null, true, false)]
    [InlineData("- module: pandas\n  version: 1.5.3", "fastapi", null, false, false)]
    public async Task NumPy_2_is_warned_of_where_nothing_keeps_it_from_a_package_built_for_NumPy_1(
        string requirements, string server, string? constraint, bool noDefaultConstraint, bool warned)
    {
        DockerContext context = await ContextAsync(requirements, server, constraint is null ? [] : [constraint], noDefaultConstraint: noDefaultConstraint);
        Assert.Equal(warned, context.Warnings.Any(w => w.Contains("'numpy<2'", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_first_line_of_the_constraints_names_the_pin_and_the_day()
    {
        DockerContext context = await ContextAsync(
            "- module: pandas\n  version: 1.5.3\n- module: sklearn\n  package_name: scikit-learn\n  version: 1.2.1");
        string[] lines = context.ReadText("constraints.txt")!.Split('\n');
        Assert.Contains("nothing newer than 2023-01-31, 7 days after scikit-learn==1.2.1 of 2023-01-24", lines[0], StringComparison.Ordinal);
        Assert.Contains("numpy<=1.24.1", lines);
        Assert.Contains("scipy<=1.10.0", lines);
        Assert.Contains(context.Decisions, d => d.Contains("scikit-learn==1.2.1", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("install_req.j2", "COPY requirements.txt .\nRUN pip install -r requirements.txt\n{{ mlem_install }}\n", 2)]
    [InlineData("install_req.j2", "COPY requirements.txt constraints.txt ./\nRUN pip install -r requirements.txt\n{{ mlem_install }}\n", 1)]
    [InlineData("install_req.j2", "COPY requirements.txt {{ constraints ~ ' ./' }}\nRUN pip install -c {{ constraints }} -r requirements.txt\n{{ mlem_install }}\n", 0)]
    [InlineData("install_req.j2", "COPY . ./\nRUN pip install \\\n  -c constraints.txt \\\n  -r requirements.txt\n{{ mlem_install }}\n", 0)]
    [InlineData("pre_install.j2", "RUN pip install --upgrade pip\n", 0)]
    [InlineData("pre_install.j2", "RUN echo pip\n", 0)]
    public async Task A_template_that_was_written_without_constraints_in_mind_is_warned_of(string name, string text, int count)
    {
        string templates = Templates(name, text);
        DockerContext context = await ContextAsync("- module: x\n  version: '1'", templates: templates);
        Assert.Equal(count, context.Warnings.Count);
        Assert.All(context.Warnings, w => Assert.Contains("constraints.txt", w, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_same_template_is_right_without_constraints() => Assert.Empty(
        (await DockerContext.CreateAsync(
            Request("- module: x\n  version: '1'") with
            {
                NoDefaultConstraint = true,
                Args = new DockerBuildArgs
                {
                    TemplatesDir = [Templates("install_req.j2", "COPY requirements.txt .\nRUN pip install -r requirements.txt\n{{ mlem_install }}\n")],
                },
            },
            TestContext.Current.CancellationToken)).Warnings);

    [Theory]
    [InlineData("- module: x\n  package_name: x @ git+https://e.org/x@abc", null, null, true)]
    [InlineData("- module: x\n  version: '1'", "y @ git+https://e.org/y@abc", null, true)]
    [InlineData("- module: x\n  version: '1'", "git-lfs<2", null, false)]
    [InlineData("- module: x\n  version: '1'", null, "RUN pip install git+https://e.org/z", true)]
    [InlineData("- module: x\n  version: '1'", null, "RUN cd /srv && git clone https://e.org/z", true)]
    [InlineData("- module: x\n  version: '1'", null, "# git clone\nENV X=git+y\nRUN echo git is absent", false)]
    public async Task A_small_image_has_git_where_something_calls_it(string requirements, string? constraint, string? hook, bool git)
    {
        DockerContext context = await DockerContext.CreateAsync(
            Request(requirements) with
            {
                Optimize = true,
                Constraints = constraint is null ? [] : [constraint],
                Args = new DockerBuildArgs { TemplatesDir = hook is null ? [] : [Templates("post_install.j2", hook + "\n")] },
            },
            TestContext.Current.CancellationToken);
        string dockerfile = context.ReadText("Dockerfile")!;
        Assert.Equal(git, dockerfile.Contains("apt-get install --no-install-recommends -y git &&", StringComparison.Ordinal));
        Assert.Equal(git, dockerfile.Contains("apt-get", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("mlem==0.4.13", null, "0.4.14")]
    [InlineData("MLEM<0.4", "0.4.12", "0.4.12")]
    public async Task A_constraint_that_excludes_the_MLEM_of_the_image_is_refused(string constraint, string? version, string installed)
    {
        MlemException error = await Assert.ThrowsAsync<MlemException>(() => DockerContext.CreateAsync(
            Request("- module: x\n  version: '1'") with { Constraints = [constraint], MlemVersion = version }, TestContext.Current.CancellationToken));
        Assert.Equal("ConstraintContradictsMlem", error.ErrorId);
        Assert.Contains($"'{constraint}' (-Constraint, item 1) excludes mlem=={installed}", error.Message, StringComparison.Ordinal);
    }

    private string Templates(string name, string text)
    {
        string folder = Path.Combine(_work, "templates");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, name), text);
        return folder;
    }

    private DockerContextRequest Request(string requirements)
    {
        string file = Path.Combine(_work, "model.mlem");
        File.WriteAllText(file, $"object_type: model\nrequirements:\n{requirements}\n");
        return new DockerContextRequest(MlemModel.Load(file)) { WorkingFolder = _work };
    }

    private Task<DockerContext> ContextAsync(
        string requirements, string server = "fastapi", string[]? constraints = null, string? templates = null, bool noDefaultConstraint = false)
    {
        string definition = server == "rmq" ? "{type: rmq, host: h, port: 1}" : $"type: {server}";
        return DockerContext.CreateAsync(
            Request(requirements) with
            {
                Server = Server.FromYaml(Mlem.Docker.Python.Yaml.YamlReader.Read(definition), null),
                Constraints = constraints ?? [],
                NoDefaultConstraint = noDefaultConstraint,
                Args = new DockerBuildArgs { TemplatesDir = templates is null ? [] : [templates] },
            },
            TestContext.Current.CancellationToken);
    }
}
