<#-- Schemas, views, DROP and COMMENT ON; what several definitions share. -->

boolean IfNotExistsOpt() :
{
}
{
    <IF> <NOT> <EXISTS> { return true; }
|
    { return false; }
}

boolean IfExistsOpt() :
{
}
{
    <IF> <EXISTS> { return true; }
|
    { return false; }
}

boolean CascadeOpt() :
{
}
{
    <CASCADE> { return true; }
|
    [ <RESTRICT> ] { return false; }
}

List<SqlIdentifier> CompoundIdentifiers() :
{
    final List<SqlIdentifier> names = new ArrayList<SqlIdentifier>();
    SqlIdentifier name;
}
{
    name = CompoundIdentifier() { names.add(name); }
    ( <COMMA> name = CompoundIdentifier() { names.add(name); } )*
    { return names; }
}

SqlCreate CreateSchema(Span s, boolean replace) :
{
    final boolean ifNotExists;
    final SqlIdentifier id;
}
{
    <SCHEMA> ifNotExists = IfNotExistsOpt() id = CompoundIdentifier()
    {
        return SqlDdlNodes.createSchema(s.end(this), replace, ifNotExists, id);
    }
}

SqlCreate CreateView(Span s, boolean replace) :
{
    final boolean ifNotExists;
    final SqlIdentifier id;
    SqlNodeList columns = null;
    final SqlNode query;
    final SqlParserPos start;
}
{
    <VIEW> ifNotExists = IfNotExistsOpt() id = CompoundIdentifier()
    [ columns = ParenthesizedSimpleIdentifierList() ]
    <AS>
    {
        start = new SqlParserPos(getToken(1).beginLine,
            getToken(1).beginColumn);
    }
    query = OrderedQueryOrExpr(ExprContext.ACCEPT_QUERY)
    {
        return new CreateViewStatement(
            s.end(this), replace, ifNotExists, id, columns, query, start);
    }
}

SqlDrop DropObject(Span s, boolean replace) :
{
    final DropStatement.Kind kind;
    final boolean ifExists;
    final List<SqlIdentifier> names;
    final boolean cascade;
}
{
    (
        <TABLE> { kind = DropStatement.Kind.TABLE; }
    |
        <VIEW> { kind = DropStatement.Kind.VIEW; }
    |
        <SEQUENCE> { kind = DropStatement.Kind.SEQUENCE; }
    |
        <SCHEMA> { kind = DropStatement.Kind.SCHEMA; }
    |
        <INDEX> { kind = DropStatement.Kind.INDEX; }
    )
    ifExists = IfExistsOpt()
    names = CompoundIdentifiers()
    cascade = CascadeOpt()
    {
        return new DropStatement(s.end(this), kind, ifExists, names, cascade);
    }
}

SqlNode CommentStatement() :
{
    final Span s;
    final CommentStatement.Kind kind;
    final SqlIdentifier name;
    SqlNode text = null;
}
{
    <COMMENT> { s = span(); } <ON>
    (
        <TABLE> { kind = CommentStatement.Kind.TABLE; }
    |
        <VIEW> { kind = CommentStatement.Kind.VIEW; }
    |
        <COLUMN> { kind = CommentStatement.Kind.COLUMN; }
    |
        <SEQUENCE> { kind = CommentStatement.Kind.SEQUENCE; }
    |
        <SCHEMA> { kind = CommentStatement.Kind.SCHEMA; }
    )
    name = CompoundIdentifier()
    <IS>
    ( <NULL> | text = StringLiteral() )
    {
        return new CommentStatement(
            s.end(this), kind, name,
            text == null ? null : SqlLiteral.unchain(text).getValueAs(String.class));
    }
}

SqlNode AlterStatement() :
{
    final Span s;
    final SqlNode statement;
}
{
    <ALTER> { s = span(); }
    (
        statement = AlterTable(s)
    |
        statement = AlterSequence(s)
    |
        statement = RenameObject(s)
    )
    { return statement; }
}

SqlNode RenameObject(Span s) :
{
    final DropStatement.Kind kind;
    final boolean ifExists;
    final SqlIdentifier name;
    final SqlIdentifier newName;
}
{
    (
        <VIEW> { kind = DropStatement.Kind.VIEW; }
    |
        <INDEX> { kind = DropStatement.Kind.INDEX; }
    )
    ifExists = IfExistsOpt() name = CompoundIdentifier()
    <RENAME> <TO> newName = SimpleIdentifier()
    { return new RenameStatement(s.end(this), kind, ifExists, name, newName); }
}
