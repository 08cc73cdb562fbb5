using Mlem.Docker.Context;

namespace Mlem.Docker.Tests.Context;

/// <summary>Names that a model may bring, and that mean something else on Windows than a file of this name.</summary>
public sealed class WindowsPathTests
{
    [Theory]
    [InlineData("NUL")]
    [InlineData("pkg/aux.py")]
    [InlineData("com1.txt")]
    [InlineData("COM\u00b9")]
    [InlineData("con .txt")]
    [InlineData("server.yaml.")]
    [InlineData("server.yaml ")]
    [InlineData("server.yaml:stream")]
    [InlineData("a/b?.py")]
    public void A_device_a_stream_and_a_name_that_is_cut_are_none(string path) => Assert.False(ContextPath.IsPlainOnWindows(path));

    [Theory]
    [InlineData("console.py")]
    [InlineData("pkg/nul_model.py")]
    [InlineData(".hidden/__init__.py")]
    public void Others_pass(string path) => Assert.True(ContextPath.IsPlainOnWindows(path));
}
