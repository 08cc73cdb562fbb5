using System.Text;
using Mlem.Docker.Inspecting;
using Mlem.Docker.Requirements;
using Mlem.Docker.Tests.Support;

namespace Mlem.Docker.Tests.Inspecting;

/// <summary>The versions that stand in the files of other packages, held against the requirements.</summary>
public sealed class FileVersionsTests
{
    [Theory]
    [InlineData("{\"learner\":{\"a\":[1,2,3]},\"version\":[2,0,3]}", "xgboost 2.0.3")]
    [InlineData("{L\0\0\0\0\0\0\0\u0007learner{}L\0\0\0\0\0\0\0\u0007version[#L\0\0\0\0\0\0\0\u0003i\u0001i\u0007i\u0004}", "xgboost 1.7.4")]
    [InlineData("tree\nversion=v4\nnum_class=1\n", "lightgbm >= 4.0")]
    [InlineData("tree\nversion=v3\nnum_class=1\n", "lightgbm >= 2.3")]
    [InlineData("CBM1\0\0\0\0catboost_version_info\0\0Git info:\n    Commit: 1\n    Branch: tags/v1.2.3\n", "catboost 1.2.3")]
    [InlineData("{\"model_info\":{\"catboost_version_info\":\"Git info:\\n    Branch: heads/release/1.0.4\\n\"}}", "catboost 1.0.4")]
    [InlineData("{\"version\":[2,0,3]}", "")]
    [InlineData("{\"learner\":", "")]
    [InlineData("tree\n", "")]
    [InlineData("CBM1", "")]
    [InlineData("binf", "")]
    [InlineData("", "")]
    public void They_are_read_from_the_formats_that_have_them(string content, string found) =>
        Assert.Equal(found, string.Join(", ", FileVersions.Of(new MemoryStream(Encoding.Latin1.GetBytes(content)))));

    [Fact]
    public void That_of_the_old_binary_format_of_XGBoost_stands_at_its_beginning()
    {
        string file = Directory.GetFiles(Golden.Path("models", "d2_xgboost_in_callable"), "model.xgb", SearchOption.AllDirectories).Single();
        using FileStream content = File.OpenRead(file);
        Assert.Equal("xgboost 1.7", string.Join(", ", FileVersions.Of(content)));
    }

    [Fact]
    public void One_at_the_end_of_a_large_file_is_found()
    {
        string content = "{\"learner\":{\"model\":\"" + new string('x', 2_000_000) + "\"},\"version\":[1,6,2]}";
        Assert.Equal("xgboost 1.6.2", string.Join(", ", FileVersions.Of(new MemoryStream(Encoding.Latin1.GetBytes(content)))));
    }

    [Fact]
    public void A_model_of_ONNX_says_which_versions_read_it()
    {
        // ir_version 8, a graph, operators of version 17, and of another domain of version 3.
        byte[] model = [8, 8, 0x3a, 2, 0x0a, 0, 0x42, 2, 0x10, 17, 0x42, 14, 0x0a, 10, .. "ai.onnx.ml"u8, 0x10, 3];
        Assert.Equal("onnx >= 1.12, onnxruntime >= 1.12", string.Join(", ", FileVersions.Of(new MemoryStream(model))));
        for (int length = 0; length < model.Length; length++)
            FileVersions.Of(new MemoryStream(model, 0, length));
    }

    [Theory]
    [InlineData("xgboost", "1.7", "1.7.6", null)]
    [InlineData("xgboost", "1.7.4", "1.7.4", null)]
    [InlineData("xgboost", "1.7.4", "1.7.6", DockerCheckState.Warning)]
    [InlineData("xgboost", "1.7.4", "2.0.0", DockerCheckState.Warning)]
    [InlineData("xgboost", "1.7.4", "1.6.0", DockerCheckState.Failed)]
    [InlineData("scikit-learn", "1.2.1", "1.3.0", DockerCheckState.Failed)]
    [InlineData("scikit-learn", "1.2.1", "1.2.2", DockerCheckState.Warning)]
    [InlineData("scikit-learn", "1.2", "1.2.0", null)]
    public void Another_version_than_that_of_the_requirements_is_told(string package, string written, string wanted, DockerCheckState? state)
    {
        var found = new FoundVersion(package, written, ReadsOlder: package == "xgboost");
        ModelCheck row = VersionCheck.Run("iris", [found], [new PinnedPackage(package, wanted, "iris")]);
        Assert.Equal(state ?? DockerCheckState.Passed, row.State);
    }

    [Theory]
    [InlineData("3.3.5", DockerCheckState.Failed)]
    [InlineData("4.0.0", DockerCheckState.Passed)]
    [InlineData("4.5.0", DockerCheckState.Passed)]
    public void A_format_that_the_asked_version_does_not_read_is_told(string wanted, DockerCheckState state)
    {
        ModelCheck row = VersionCheck.Run("iris", FileVersions.Of("tree\nversion=v4\n"u8.ToArray()), [new PinnedPackage("lightgbm", wanted, "iris")]);
        Assert.Equal(state, row.State);
    }
}
