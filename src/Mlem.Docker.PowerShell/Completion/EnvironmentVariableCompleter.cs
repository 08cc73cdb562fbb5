using Mlem.Docker.Python.Jinja;

namespace Mlem.Docker.PowerShell.Completion;

/// <summary>
/// Completes names of variables, without their values, which may be secret: those that the templates of -TemplatesDir
/// read, and those of this process's environment.
/// </summary>
public abstract class EnvironmentVariableCompleter : ValueCompleter
{
    /// <summary>The mapping by which templates read what this parameter gives.</summary>
    private protected abstract string Mapping { get; }

    private protected override IEnumerable<Candidate> Candidates(CompletionQuestion question)
    {
        string[] known = [.. Environment.GetEnvironmentVariables().Keys.Cast<string>().Order(StringComparer.Ordinal)];

        // What this process does not have needs a value beside its name.
        IEnumerable<Candidate> wanted = TemplateVariables.Read(question.TemplateFolders, Mapping, SmallText.TryRead)
            .Select(name => new Candidate(known.Contains(name) ? name : name + "=", Messages.FormatMappingNameOfTheTemplates(Mapping, name), name));
        return wanted.Concat(known.Select(name => new Candidate(name, Messages.FormatWithValueOfThisProcesssEnvironment(name))));
    }
}
