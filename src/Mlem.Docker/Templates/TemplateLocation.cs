namespace Mlem.Docker.Templates;

/// <summary>Where in which template something stands.</summary>
/// <param name="File">Full path or name of the template.</param>
/// <param name="Line">Line from 1; 0 when unknown.</param>
/// <param name="Expression">Source text of the expression or tag.</param>
internal readonly record struct TemplateLocation(string? File, int Line, string? Expression);
