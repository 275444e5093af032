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

/** Other databases' names for types, and types that Calcite has no names for. */
SqlTypeNameSpec TypeAlias() :
{
    SqlTypeName type = SqlTypeName.VARCHAR;
    int precision = RelDataType.PRECISION_NOT_SPECIFIED;
    int scale = RelDataType.SCALE_NOT_SPECIFIED;
    final SqlIntervalQualifier qualifier;
    final Span s;
}
{
    <JSON>
    {
        return new ColumnTypeName(ColumnType.JSON, getPos());
    }
|
    <INTERVAL> { s = span(); } qualifier = IntervalQualifier()
    {
        return ColumnTypeNames.interval(qualifier, s.end(this));
    }
|
    (
        ( <TEXT> | <CLOB> | <STRING> )
    |
        ( <BLOB> | <BYTEA> ) { type = SqlTypeName.VARBINARY; }
    |
        <BOOL> { type = SqlTypeName.BOOLEAN; }
    |
        <INT2> { type = SqlTypeName.SMALLINT; }
    |
        <INT4> { type = SqlTypeName.INTEGER; }
    |
        <INT8> { type = SqlTypeName.BIGINT; }
    |
        <FLOAT4> { type = SqlTypeName.REAL; }
    |
        <FLOAT8> { type = SqlTypeName.DOUBLE; }
    )
    {
        return new SqlBasicTypeNameSpec(type, getPos());
    }
|
    (
        <NCHAR> { type = SqlTypeName.CHAR; }
    |
        <NVARCHAR>
    |
        <DATETIME> { type = SqlTypeName.TIMESTAMP; }
    |
        <TIMESTAMPTZ> { type = SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE; }
    |
        <NUMBER> { type = SqlTypeName.DECIMAL; }
    )
    { s = span(); }
    [
        <LPAREN> precision = UnsignedIntLiteral()
        [ <COMMA> scale = UnsignedIntLiteral() ]
        <RPAREN>
    ]
    {
        return ColumnTypeNames.of(type, precision, scale, s.end(this));
    }
}
