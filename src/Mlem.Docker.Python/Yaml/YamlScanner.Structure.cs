namespace Mlem.Docker.Python.Yaml;

/// <summary>The tokens that make structure, and the rules where each of them may stand.</summary>
internal sealed partial class YamlScanner
{
    private void FetchStreamEnd()
    {
        UnwindIndent(-1);
        RemoveSimpleKey();
        _allowSimpleKey = false;
        Array.Clear(_keys);
        Add(new(YamlTokenKind.StreamEnd, Mark));
        _done = true;
    }

    private void FetchDirective()
    {
        UnwindIndent(-1);
        RemoveSimpleKey();
        _allowSimpleKey = false;
        Add(ScanDirective());
    }

    private void FetchDocumentMarker(YamlTokenKind kind)
    {
        UnwindIndent(-1);
        RemoveSimpleKey();
        _allowSimpleKey = false;
        AddIndicator(kind, length: 3);
    }

    private void FetchFlowStart(YamlTokenKind kind)
    {
        SaveSimpleKey();
        if (++_flowLevel == _keys.Length) Array.Resize(ref _keys, _keys.Length * 2);
        _allowSimpleKey = true;
        AddIndicator(kind);
    }

    private void FetchFlowEnd(YamlTokenKind kind)
    {
        RemoveSimpleKey();
        if (_flowLevel > 0) _flowLevel--;
        _allowSimpleKey = false;
        AddIndicator(kind);
    }

    private void FetchFlowEntry()
    {
        _allowSimpleKey = true;
        RemoveSimpleKey();
        AddIndicator(YamlTokenKind.FlowEntry);
    }

    private void FetchBlockEntry()
    {
        if (_flowLevel == 0)
        {
            if (!_allowSimpleKey) throw Error(Messages.ListEntryCannotStandHere);
            if (AddIndent(Column)) Add(new(YamlTokenKind.BlockSequenceStart, Mark));
        }

        _allowSimpleKey = true;
        RemoveSimpleKey();
        AddIndicator(YamlTokenKind.BlockEntry);
    }

    private void FetchKey()
    {
        if (_flowLevel == 0)
        {
            if (!_allowSimpleKey) throw Error(Messages.KeyCannotStandHere);
            if (AddIndent(Column)) Add(new(YamlTokenKind.BlockMappingStart, Mark));
        }

        _allowSimpleKey = _flowLevel == 0;
        RemoveSimpleKey();
        AddIndicator(YamlTokenKind.Key);
    }

    private void FetchValue()
    {
        SimpleKey key = _keys[_flowLevel];
        if (key.IsPossible)
        {
            _keys[_flowLevel] = default;
            Insert(key.TokenNumber, new(YamlTokenKind.Key, key.Mark));
            if (_flowLevel == 0 && AddIndent(key.Mark.Column - 1))
            {
                Insert(key.TokenNumber, new(YamlTokenKind.BlockMappingStart, key.Mark));
            }

            _allowSimpleKey = false;
        }
        else
        {
            if (_flowLevel == 0)
            {
                if (!_allowSimpleKey) throw Error(Messages.ValueCannotStandHereIsNot);
                if (AddIndent(Column)) Add(new(YamlTokenKind.BlockMappingStart, Mark));
            }

            _allowSimpleKey = _flowLevel == 0;
            RemoveSimpleKey();
        }

        AddIndicator(YamlTokenKind.Value);
    }

    private void AddIndicator(YamlTokenKind kind, int length = 1)
    {
        YamlMark start = Mark;
        _position += length;
        Add(new(kind, start));
    }
}
