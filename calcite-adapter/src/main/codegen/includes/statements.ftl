<#-- The statements that this product adds to Calcite's grammar. -->

SqlNode TransactionStatement() :
{
    final Span s;
    final SqlIdentifier name;
}
{
    (
        <BEGIN> { s = span(); } [ <WORK> | <TRANSACTION> ]
    |
        <START> { s = span(); } <TRANSACTION>
    )
    {
        return new SqlTransactionStatement(
            s.end(this), SqlTransactionStatement.Action.BEGIN, null);
    }
|
    <COMMIT> { s = span(); } [ <WORK> ]
    {
        return new SqlTransactionStatement(
            s.end(this), SqlTransactionStatement.Action.COMMIT, null);
    }
|
    <ROLLBACK> { s = span(); } [ <WORK> ]
    (
        <TO> [ LOOKAHEAD(2) <SAVEPOINT> ] name = SimpleIdentifier()
        {
            return new SqlTransactionStatement(
                s.end(this), SqlTransactionStatement.Action.ROLLBACK_TO, name);
        }
    |
        {
            return new SqlTransactionStatement(
                s.end(this), SqlTransactionStatement.Action.ROLLBACK, null);
        }
    )
|
    <SAVEPOINT> { s = span(); } name = SimpleIdentifier()
    {
        return new SqlTransactionStatement(
            s.end(this), SqlTransactionStatement.Action.SAVEPOINT, name);
    }
|
    <RELEASE> { s = span(); } [ LOOKAHEAD(2) <SAVEPOINT> ] name = SimpleIdentifier()
    {
        return new SqlTransactionStatement(
            s.end(this), SqlTransactionStatement.Action.RELEASE, name);
    }
}

SqlNode SetSchemaStatement() :
{
    final Span s;
    final SqlNode name;
}
{
    <SET> { s = span(); } <SCHEMA> [ <EQ> ]
    ( name = SimpleIdentifier() | name = StringLiteral() )
    {
        return new SqlSetOption(
            s.end(this), null, new SqlIdentifier("SCHEMA", s.pos()), name);
    }
}

/** Other databases' names for types. */
SqlTypeNameSpec TypeAlias() :
{
}
{
    ( <TEXT> | <CLOB> )
    {
        return new SqlBasicTypeNameSpec(SqlTypeName.VARCHAR, getPos());
    }
|
    ( <BLOB> | <BYTEA> )
    {
        return new SqlBasicTypeNameSpec(SqlTypeName.VARBINARY, getPos());
    }
|
    <BOOL>
    {
        return new SqlBasicTypeNameSpec(SqlTypeName.BOOLEAN, getPos());
    }
}
