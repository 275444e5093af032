<#-- The statements that this product adds to Calcite's grammar. -->

SqlNode TransactionStatement() :
{
    final Span s;
    final SqlIdentifier name;
    final TransactionModes modes;
}
{
    (
        <BEGIN> { s = span(); } [ <WORK> | <TRANSACTION> ]
    |
        <START> { s = span(); } <TRANSACTION>
    )
    modes = TransactionModesOpt()
    {
        return new SqlTransactionStatement(
            s.end(this), SqlTransactionStatement.Action.BEGIN, modes);
    }
|
    ( <COMMIT> | <END> ) { s = span(); } [ <WORK> | <TRANSACTION> ]
    {
        return new SqlTransactionStatement(
            s.end(this), SqlTransactionStatement.Action.COMMIT, new TransactionModes());
    }
|
    <ROLLBACK> { s = span(); } [ <WORK> | <TRANSACTION> ]
    (
        <TO> [ LOOKAHEAD(2) <SAVEPOINT> ] name = SimpleIdentifier()
        {
            return new SqlTransactionStatement(
                s.end(this), SqlTransactionStatement.Action.ROLLBACK_TO, name);
        }
    |
        {
            return new SqlTransactionStatement(
                s.end(this), SqlTransactionStatement.Action.ROLLBACK, new TransactionModes());
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

TransactionModes TransactionModesOpt() :
{
    final TransactionModes modes = new TransactionModes();
}
{
    [ TransactionMode(modes) ( [ <COMMA> ] TransactionMode(modes) )* ]
    {
        return modes;
    }
}

void TransactionMode(TransactionModes modes) :
{
}
{
    <ISOLATION> <LEVEL>
    (
        LOOKAHEAD(2)
        <READ> <COMMITTED> { modes.setIsolation(IsolationLevel.READ_COMMITTED, getPos()); }
    |
        <READ> <UNCOMMITTED>
        {
            throw SqlErrors.at(
                SqlState.NOT_SUPPORTED, "READ UNCOMMITTED is not supported", getPos());
        }
    |
        <REPEATABLE> <READ> { modes.setIsolation(IsolationLevel.REPEATABLE_READ, getPos()); }
    |
        <SERIALIZABLE> { modes.setIsolation(IsolationLevel.SERIALIZABLE, getPos()); }
    )
|
    LOOKAHEAD(2)
    <READ> <ONLY> { modes.setReadOnly(true, getPos()); }
|
    <READ> <WRITE> { modes.setReadOnly(false, getPos()); }
}

SqlNode SetTransactionStatement() :
{
    final Span s;
    final TransactionModes modes;
    SqlTransactionStatement.Action action = SqlTransactionStatement.Action.SET_TRANSACTION;
}
{
    <SET> { s = span(); }
    [
        <SESSION> <CHARACTERISTICS> <AS>
        { action = SqlTransactionStatement.Action.SET_SESSION; }
    ]
    <TRANSACTION> modes = TransactionModesOpt()
    {
        return new SqlTransactionStatement(s.end(this), action, modes);
    }
}

SqlNode CancelStatement() :
{
    final Span s;
}
{
    <CANCEL> { s = span(); } <SESSION> <UNSIGNED_INTEGER_LITERAL>
    {
        return new SqlCancelStatement(s.end(this), SqlErrors.number(token.image, getPos()));
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
    ( <JSON> | <JSONB> )
    {
        return new ColumnTypeName(ColumnType.JSON, getPos());
    }
|
    LOOKAHEAD(2)
    <FLOAT> { s = span(); } <LPAREN> precision = UnsignedIntLiteral() <RPAREN>
    {
        return ColumnTypeNames.approximate(precision, s.end(this));
    }
|
    LOOKAHEAD(2)
    (
        ( <CHARACTER> | <CHAR> )
    |
        <BINARY> { type = SqlTypeName.VARBINARY; }
    )
    { s = span(); }
    <LARGE> <OBJECT> [ <LPAREN> precision = UnsignedIntLiteral() <RPAREN> ]
    {
        return ColumnTypeNames.of(type, precision, scale, s.end(this));
    }
|
    <INTERVAL> { s = span(); } qualifier = IntervalQualifier()
    {
        return ColumnTypeNames.interval(qualifier, s.end(this));
    }
|
    (
        ( <TEXT> | <STRING> | <LONGVARCHAR> )
    |
        ( <BYTEA> | <LONGVARBINARY> ) { type = SqlTypeName.VARBINARY; }
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
        ( <NVARCHAR> | <VARCHAR2> | <CLOB> )
    |
        <BLOB> { type = SqlTypeName.VARBINARY; }
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

/**
 * FROM and its tables; where a SELECT has WHERE without FROM, a table of one row, for
 * "INSERT INTO t SELECT 1, 2 WHERE NOT EXISTS (...)".
 */
SqlNode FromClauseOrOneRow() :
{
    final SqlNode from;
}
{
    <FROM> from = FromClause() { return from; }
|
    {
        return OneRow.at(getPos());
    }
}

/** CURRENT_SCHEMA and its like, with PostgreSQL's and H2's empty parentheses too. */
SqlNode SessionValue() :
{
    final SqlNode found;
    final Span s;
}
{
    <CURRENT_CATALOG> { s = span(); } [ LOOKAHEAD(2) <LPAREN> <RPAREN> ]
    {
        return createCall(new SqlIdentifier("CURRENT_DATABASE", s.pos()), s.end(this),
            SqlFunctionCategory.USER_DEFINED_FUNCTION, null, SqlNodeList.EMPTY);
    }
|
    ( <CURRENT_PATH> | <CURRENT_ROLE> )
    {
        throw SqlErrors.at(SqlState.NOT_SUPPORTED, "there is no " + token.image, getPos());
    }
|
    found = ContextVariable() [ LOOKAHEAD(2) <LPAREN> <RPAREN> ]
    {
        return found;
    }
}

/** DISTINCT, ALL, or DISTINCT ON (expression, ...). */
SqlLiteral AllOrDistinctOn() :
{
    final SqlLiteral keyword;
    final Span s;
    final SqlNodeList expressions;
}
{
    LOOKAHEAD( { getToken(1).kind == DISTINCT && getToken(2).kind == ON } )
    <DISTINCT> { s = span(); } <ON>
    expressions = ParenthesizedQueryOrCommaList(ExprContext.ACCEPT_NON_QUERY)
    { return new DistinctOn(expressions, s.end(this)); }
|
    keyword = AllOrDistinct() { return keyword; }
}

/** Whether FETCH takes rows that tie with the last one. */
void FetchKind(SqlNode[] offsetFetch) :
{
}
{
    <ONLY>
|
    <WITH> <TIES> { offsetFetch[1] = WithTies.of(offsetFetch[1], getPos()); }
}

/** Regular expressions as PostgreSQL writes them. */
void RegularMatch(List<Object> list, ExprContext exprContext, Span s) :
{
    final SqlOperator op;
}
{
    (
        <TILDE> { op = SqlStdOperatorTable.POSIX_REGEX_CASE_SENSITIVE; }
    |
        <TILDE_ANY_CASE> { op = SqlStdOperatorTable.POSIX_REGEX_CASE_INSENSITIVE; }
    |
        <TILDE_NOT> { op = SqlStdOperatorTable.NEGATED_POSIX_REGEX_CASE_SENSITIVE; }
    |
        <TILDE_NOT_ANY_CASE> { op = SqlStdOperatorTable.NEGATED_POSIX_REGEX_CASE_INSENSITIVE; }
    )
    {
        checkNonQueryExpression(exprContext);
        list.add(new SqlParserUtil.ToTreeListItem(op, getPos()));
    }
    AddExpression2b(list, ExprContext.ACCEPT_SUB_QUERY)
}
