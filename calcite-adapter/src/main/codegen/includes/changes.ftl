<#-- Queries and changes of data, where Calcite's grammar says less. -->

SqlNode InsertStatement() :
{
    final Span s;
    boolean upsert = false;
    boolean ignore = false;
    final SqlNode insert;
}
{
    (
        <INSERT> { s = span(); }
        [
            [ <OR> ]
            ( <REPLACE> { upsert = true; } | <IGNORE> { ignore = true; } )
        ]
    |
        <UPSERT> { s = span(); upsert = true; }
    )
    insert = InsertInto(s, upsert, ignore) { return insert; }
}

/** MySQL's and SQLite's word for UPSERT. */
SqlNode ReplaceStatement() :
{
    final Span s;
    final SqlNode insert;
}
{
    <REPLACE> { s = span(); }
    insert = InsertInto(s, true, false) { return insert; }
}

SqlNode InsertInto(Span s, boolean upsert, boolean ignore) :
{
    final SqlNodeList keywords =
        upsert
            ? SqlNodeList.of(SqlInsertKeyword.UPSERT.symbol(getPos()))
            : new SqlNodeList(getPos());
    final SqlIdentifier table;
    SqlIdentifier alias = null;
    SqlNodeList columns = null;
    SqlInsertStatement.Overriding overriding = SqlInsertStatement.Overriding.NOTHING;
    final SqlNode source;
    OnConflict conflict = ignore ? OnConflict.nothing(getPos()) : null;
    SqlNodeList returning = null;
}
{
    <INTO> table = CompoundIdentifier()
    [ <AS> alias = SimpleIdentifier() ]
    [ LOOKAHEAD(2) columns = ParenthesizedSimpleIdentifierList() ]
    [
        LOOKAHEAD(2)
        <OVERRIDING>
        (
            <SYSTEM> { overriding = SqlInsertStatement.Overriding.SYSTEM_VALUE; }
        |
            <USER> { overriding = SqlInsertStatement.Overriding.USER_VALUE; }
        )
        <VALUE>
    ]
    (
        LOOKAHEAD(2)
        <DEFAULT_> <VALUES>
        {
            if (columns != null) {
                throw SqlErrors.syntax("DEFAULT VALUES takes no list of columns", getPos());
            }
            source = SqlInsertStatement.defaultValues(getPos());
        }
    |
        source = OrderedQueryOrExpr(ExprContext.ACCEPT_QUERY)
    )
    [ LOOKAHEAD(2) conflict = OnConflictClause() ]
    [ returning = ReturningClause() ]
    {
        return SqlInsertStatement.of(
            new SqlInsert(s.end(this), keywords, table, source, columns),
            alias,
            overriding,
            conflict,
            returning);
    }
}

OnConflict OnConflictClause() :
{
    final SqlParserPos pos;
    SqlNodeList columns = SqlNodeList.EMPTY;
    SqlIdentifier constraint = null;
    final List<Assignment> set = new ArrayList<Assignment>();
    SqlNode where = null;
}
{
    <ON> { pos = getPos(); } <CONFLICT>
    [
        columns = ParenthesizedSimpleIdentifierList()
    |
        <ON> <CONSTRAINT> constraint = SimpleIdentifier()
    ]
    <DO>
    (
        <NOTHING>
    |
        <UPDATE> <SET> SetList(set) [ where = Where() ]
    )
    {
        return new OnConflict(pos, columns, constraint, set, where);
    }
}

SqlNodeList ReturningClause() :
{
    final Span s;
    final List<SqlNode> items = new ArrayList<SqlNode>();
}
{
    <RETURNING> { s = span(); }
    AddSelectItem(items)
    ( <COMMA> AddSelectItem(items) )*
    {
        return new SqlNodeList(items, s.end(this));
    }
}

void SetList(List<Assignment> list) :
{
}
{
    SetItem(list) ( <COMMA> SetItem(list) )*
}

void SetItem(List<Assignment> list) :
{
    final SqlIdentifier column;
    final SqlNodeList columns;
    final SqlNodeList row;
    SqlNode value = null;
}
{
    column = CompoundIdentifier() <EQ>
    (
        LOOKAHEAD(2)
        Default()
    |
        value = Expression(ExprContext.ACCEPT_SUB_QUERY)
    )
    {
        list.add(new Assignment(column, value));
    }
|
    columns = ParenthesizedSimpleIdentifierList() <EQ>
    (
        LOOKAHEAD( { isRowWithDefault() } )
        [ <ROW> ] row = ParenthesizedQueryOrCommaListWithDefault(ExprContext.ACCEPT_NONCURSOR)
        {
            list.addAll(Assignment.ofValues(columns, row, row.getParserPosition()));
        }
    |
        value = Expression(ExprContext.ACCEPT_SUB_QUERY)
        {
            list.addAll(Assignment.ofRow(columns, value));
        }
    )
}

/** Whether a row comes in which one of the values is DEFAULT, which no expression is. */
JAVACODE boolean isRowWithDefault()
{
    Token last = getToken(1);
    if (last.kind == ROW) {
        last = next(last);
    }
    if (last.kind != LPAREN) {
        return false;
    }
    for (int depth = 1; depth > 0 && last.kind != EOF; ) {
        final Token here = next(last);
        if (here.kind == LPAREN) {
            depth++;
        } else if (here.kind == RPAREN) {
            depth--;
        } else if (here.kind == DEFAULT_
            && depth == 1
            && (last.kind == LPAREN || last.kind == COMMA)) {
            return true;
        }
        last = here;
    }
    return false;
}

/** The token after one that was looked at. */
JAVACODE Token next(Token token)
{
    if (token.next == null) {
        token.next = token_source.getNextToken();
    }
    return token.next;
}

SqlNode UpdateStatement() :
{
    final Span s;
    final SqlIdentifier table;
    SqlIdentifier alias = null;
    final List<Assignment> set = new ArrayList<Assignment>();
    SqlNode from = null;
    SqlNode where = null;
    SqlNodeList returning = null;
}
{
    <UPDATE> { s = span(); }
    table = CompoundIdentifier()
    [ [ <AS> ] alias = SimpleIdentifier() ]
    <SET> SetList(set)
    [ <FROM> from = FromClause() ]
    [ where = Where() ]
    [ returning = ReturningClause() ]
    {
        return new SqlUpdateStatement(s.end(this), table, alias, set, from, where, returning);
    }
}

SqlNode DeleteStatement() :
{
    final Span s;
    final SqlIdentifier table;
    SqlIdentifier alias = null;
    SqlNode using = null;
    SqlNode where = null;
    SqlNodeList returning = null;
}
{
    <DELETE> { s = span(); }
    <FROM> table = CompoundIdentifier()
    [ [ <AS> ] alias = SimpleIdentifier() ]
    [ <USING> using = FromClause() ]
    [ where = Where() ]
    [ returning = ReturningClause() ]
    {
        return new SqlDeleteStatement(s.end(this), table, alias, using, where, returning);
    }
}

SqlNode MergeStatement() :
{
    final Span s;
    final SqlIdentifier table;
    SqlIdentifier alias = null;
    final SqlNode source;
    final SqlNode condition;
    final List<MergeClause> clauses = new ArrayList<MergeClause>();
    SqlNodeList returning = null;
}
{
    <MERGE> { s = span(); }
    <INTO> table = CompoundIdentifier()
    [ [ <AS> ] alias = SimpleIdentifier() ]
    <USING> source = TableRef()
    <ON> condition = Expression(ExprContext.ACCEPT_SUB_QUERY)
    ( MergeWhen(clauses) )+
    [ returning = ReturningClause() ]
    {
        return new SqlMergeStatement(
            s.end(this), table, alias, source, condition, clauses, returning);
    }
}

void MergeWhen(List<MergeClause> clauses) :
{
    final SqlParserPos pos;
    boolean matched = true;
    SqlNode condition = null;
    MergeClause.Action action;
    final List<Assignment> set = new ArrayList<Assignment>();
    SqlNodeList columns = null;
    final List<SqlNode> values = new ArrayList<SqlNode>();
}
{
    <WHEN> { pos = getPos(); }
    [ <NOT> { matched = false; } ]
    <MATCHED>
    [ <AND> condition = Expression(ExprContext.ACCEPT_SUB_QUERY) ]
    <THEN>
    (
        <UPDATE> <SET> SetList(set) { action = MergeClause.Action.UPDATE; }
    |
        <DELETE> { action = MergeClause.Action.DELETE; }
    |
        <DO> <NOTHING> { action = MergeClause.Action.NOTHING; }
    |
        <INSERT>
        [ LOOKAHEAD(2) columns = ParenthesizedSimpleIdentifierList() ]
        (
            <VALUES> <LPAREN> MergeValue(values) ( <COMMA> MergeValue(values) )* <RPAREN>
        |
            <DEFAULT_> <VALUES>
        )
        { action = MergeClause.Action.INSERT; }
    )
    {
        if (action != MergeClause.Action.NOTHING
            && matched == (action == MergeClause.Action.INSERT)) {
            throw SqlErrors.syntax(
                matched ? "MATCHED rows cannot be inserted" : "NOT MATCHED rows can only be inserted",
                pos);
        }
        clauses.add(new MergeClause(pos, matched, condition, action, set, columns, values));
    }
}

void MergeValue(List<SqlNode> values) :
{
    SqlNode value = null;
}
{
    (
        LOOKAHEAD(2)
        Default()
    |
        value = Expression(ExprContext.ACCEPT_SUB_QUERY)
    )
    {
        values.add(value);
    }
}

SqlNode QueryStatement() :
{
    final SqlNodeList with;
    final SqlNode change;
    SqlNode query;
    boolean shared = false;
    SqlNodeList tables = SqlNodeList.EMPTY;
    LockWait wait = LockWait.WAIT;
    final SqlParserPos pos;
}
{
    (
        LOOKAHEAD(1)
        with = WithList()
        (
            change = Change() { return new SqlWithChange(with, change); }
        |
            query = QueryAfterWith(with)
        )
    |
        query = OrderedQueryOrExpr(ExprContext.ACCEPT_QUERY)
    )
    [
        <FOR> { pos = getPos(); }
        ( <UPDATE> | <SHARE> { shared = true; } )
        [ <OF> tables = LockedTables() ]
        [
            <NOWAIT> { wait = LockWait.NO_WAIT; }
        |
            <SKIP_> <LOCKED> { wait = LockWait.SKIP_LOCKED; }
        ]
        {
            return new SqlLockingQuery(pos, query, shared, tables, wait);
        }
    ]
    {
        return query;
    }
}

SqlNode Change() :
{
    final SqlNode change;
}
{
    (
        change = InsertStatement()
    |
        change = UpdateStatement()
    |
        change = DeleteStatement()
    |
        change = MergeStatement()
    )
    { return change; }
}

SqlNode QueryAfterWith(SqlNodeList with) :
{
    SqlNode query;
    final List<Object> list = new ArrayList<Object>();
}
{
    query = LeafQueryOrExpr(ExprContext.ACCEPT_QUERY) { list.add(query); }
    ( AddSetOpQuery(list, ExprContext.ACCEPT_QUERY) )*
    { query = addWith(with, ExpressionChains.toTree(list)); }
    query = OrderByLimitOpt(query)
    { return query; }
}

SqlNodeList LockedTables() :
{
    SqlIdentifier name;
    final List<SqlNode> names = new ArrayList<SqlNode>();
    final Span s;
}
{
    name = CompoundIdentifier() { s = span(); names.add(name); }
    ( <COMMA> name = CompoundIdentifier() { names.add(name); } )*
    {
        return new SqlNodeList(names, s.end(this));
    }
}

/** The count of FETCH FIRST, which is 1 if it is left out. */
SqlNode FetchCount() :
{
    final SqlNode count;
}
{
    count = UnsignedNumericLiteralOrParam() { return count; }
|
    { return SqlLiteral.createExactNumeric("1", getPos()); }
}

SqlNode ExplainStatement() :
{
    final Span s;
    boolean analyze = false;
    SqlExplainLevel level = SqlExplainLevel.EXPPLAN_ATTRIBUTES;
    final SqlNode statement;
}
{
    <EXPLAIN> { s = span(); }
    [ LOOKAHEAD(2) <ANALYZE> { analyze = true; } ]
    [ LOOKAHEAD(2) <PLAN> [ level = ExplainDetailLevel() ] <FOR> ]
    statement = SqlQueryOrDml()
    {
        return new SqlExplainStatement(s.end(this), statement, level, analyze);
    }
}

SqlNode ShowStatement() :
{
    final Span s;
    final SqlShowStatement.What what;
    SqlIdentifier name = null;
}
{
    <SHOW> { s = span(); }
    (
        (
            <TABLES> { what = SqlShowStatement.What.TABLES; }
        |
            <VIEWS> { what = SqlShowStatement.What.VIEWS; }
        |
            <SEQUENCES> { what = SqlShowStatement.What.SEQUENCES; }
        )
        [ ( <FROM> | <IN> ) name = SimpleIdentifier() ]
    |
        <SCHEMAS> { what = SqlShowStatement.What.SCHEMAS; }
    |
        <COLUMNS> { what = SqlShowStatement.What.COLUMNS; }
        ( <FROM> | <IN> ) name = CompoundIdentifier()
    |
        ( <INDEXES> | <INDEX> ) { what = SqlShowStatement.What.INDEXES; }
        [ ( <FROM> | <IN> ) name = CompoundIdentifier() ]
    |
        <CREATE> { what = SqlShowStatement.What.DEFINITION; }
        ( <TABLE> | <VIEW> ) name = CompoundIdentifier()
    )
    {
        return new SqlShowStatement(s.end(this), what, name);
    }
}

SqlNode DescribeStatement() :
{
    final Span s;
    final SqlIdentifier name;
}
{
    <DESCRIBE> { s = span(); } [ <TABLE> ] name = CompoundIdentifier()
    {
        return new SqlShowStatement(s.end(this), SqlShowStatement.What.COLUMNS, name);
    }
}

/** PostgreSQL's cast. */
void InfixCast(List<Object> list, ExprContext exprContext, Span s) :
{
    final SqlDataTypeSpec type;
}
{
    <INFIX_CAST>
    {
        checkNonQueryExpression(exprContext);
    }
    type = DataType()
    {
        list.add(
            new SqlParserUtil.ToTreeListItem(SqlLibraryOperators.INFIX_CAST, s.pos()));
        list.add(type);
    }
}
