using System.Collections.Specialized;
using Mlem.Docker.Building;

namespace Mlem.Docker.Tests.Building;

/// <summary>What samples become.</summary>
public sealed class SampleReaderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mlem-docker-sample").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("[{\"a\": 1, \"b\": 2.0}]", SampleType.DataFrame, "[{\"a\":1,\"b\":2.0}]")]
    [InlineData("{\"a\": 1, \"b\": 2.0}", SampleType.DataFrame, "[{\"a\":1,\"b\":2.0}]")]
    [InlineData("{\"a\": [1, 2]}", SampleType.DataFrame, "{\"a\":[1,2]}")]
    [InlineData("{\"data\": {\"values\": [{\"a\": 1.5}]}}", SampleType.DataFrame, "[{\"a\":1.5}]")]
    [InlineData("{\"data\": [[1.0, 2]]}", SampleType.Array, "[[1.0,2]]")]
    [InlineData("[1, 2, 3]", SampleType.Array, "[1,2,3]")]
    [InlineData("[\"a text\", \"another\"]", SampleType.List, "[\"a text\",\"another\"]")]
    [InlineData("[[1, \"a\"]]", SampleType.List, "[[1,\"a\"]]")]
    public void Auto_decides_by_the_sample(string json, SampleType type, string written)
    {
        ModelSample sample = SampleReader.FromJson(json, SampleType.Auto);
        Assert.Equal((type, written), (sample.Type, sample.Json));
    }

    [Fact]
    public void List_leaves_rows_of_numbers_lists() => Assert.Equal(SampleType.List, SampleReader.FromJson("[[1, 2]]", SampleType.List).Type);

    [Theory]
    [InlineData("a,b\n1,2.5\n3,4\n", "[{\"a\":1,\"b\":2.5},{\"a\":3,\"b\":4.0}]")]
    [InlineData("a,\"b, \"\"c\"\"\"\r\nx,1\r\n", "[{\"a\":\"x\",\"b, \\u0022c\\u0022\":1}]")]
    [InlineData("a,b\n1,\n2,3\n", "[{\"a\":1,\"b\":null},{\"a\":2,\"b\":3.0}]")]
    [InlineData("1.5,2\n3,4\n", "[[1.5,2],[3.0,4]]")]
    public void A_column_of_a_CSV_file_has_one_type(string csv, string written)
    {
        string file = Path.Combine(_folder, "rows.csv");
        File.WriteAllText(file, csv);
        Assert.Equal(written, SampleReader.FromFile(file, SampleType.Auto).Json);
    }

    [Theory]
    [InlineData("rows.csv", "")]
    [InlineData("rows.csv", "a,b\n")]
    [InlineData("rows.json", "[1,")]
    [InlineData("rows.json", "[]")]
    [InlineData("rows.json", "null")]
    [InlineData("rows.json", "")]
    public void What_is_no_sample_is_told(string name, string content)
    {
        string file = Path.Combine(_folder, name);
        File.WriteAllText(file, content);
        Assert.Equal("SampleInvalid", Assert.Throws<MlemException>(() => SampleReader.FromFile(file, SampleType.Auto)).ErrorId);
    }

    [Fact]
    public void A_hashtable_has_no_order()
    {
        Assert.False(SampleReader.FromValue(new System.Collections.Hashtable { ["a"] = 1, ["b"] = 2 }, SampleType.Auto).IsOrdered);
        Assert.True(SampleReader.FromValue(new System.Collections.Hashtable { ["a"] = 1 }, SampleType.Auto).IsOrdered);
        Assert.True(SampleReader.FromJson("[{\"a\": 1, \"b\": 2}]", SampleType.Auto).IsOrdered);
    }

    [Fact]
    public void A_row_of_values_keeps_what_is_a_number_and_what_has_a_point()
    {
        var row = new OrderedDictionary { ["a"] = 1.0, ["b"] = 2 };
        Assert.Equal("[{\"a\":1.0,\"b\":2}]", SampleReader.FromValue(row, SampleType.Auto).Json);
    }
}
