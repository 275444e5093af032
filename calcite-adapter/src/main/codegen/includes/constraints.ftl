<#-- Constraints of tables and columns, CREATE INDEX. -->

/** A constraint of a table. */
SqlNode TableConstraint() :
{
    final Span s = Span.of();
    SqlIdentifier name = null;
    final SqlNodeList columns;
    final SqlNode condition;
    final ConstraintClause.References references;
    final SqlNode constraint;
}
{
    [ <CONSTRAINT> { s.add(this); } name = SimpleIdentifier() ]
    (
        <PRIMARY> { s.add(this); } <KEY>
        columns = ParenthesizedSimpleIdentifierList()
        { constraint = SqlDdlNodes.primary(s.end(columns), name, columns); }
    |
        <UNIQUE> { s.add(this); } columns = ParenthesizedSimpleIdentifierList()
        { constraint = ConstraintClause.unique(s.end(columns), name, columns); }
    |
        <CHECK> { s.add(this); } <LPAREN>
        condition = Expression(ExprContext.ACCEPT_SUB_QUERY) <RPAREN>
        { constraint = ConstraintClause.check(s.end(this), name, condition); }
    |
        <FOREIGN> { s.add(this); } <KEY> columns = ParenthesizedSimpleIdentifierList()
        references = ReferencesClause()
        { constraint = ConstraintClause.foreignKey(s.end(this), name, columns, references); }
    )
    ConstraintTime()
    { return constraint; }
}

/** When a constraint is checked, which is not to be chosen. */
void ConstraintTime() :
{
}
{
    (
        LOOKAHEAD(2)
        <NOT> <DEFERRABLE>
    |
        LOOKAHEAD(2)
        <INITIALLY> <IMMEDIATE>
    |
        ( <DEFERRABLE> | <INITIALLY> <DEFERRED> )
        {
            throw SqlErrors.at(SqlState.NOT_SUPPORTED,
                "constraints are checked at the end of a statement, not at COMMIT", getPos());
        }
    )*
}

/** SET CONSTRAINTS ALL IMMEDIATE, as which they are. */
SqlNode SetConstraintsStatement() :
{
    final Span s;
}
{
    <SET> { s = span(); } <CONSTRAINTS>
    (
        LOOKAHEAD(2)
        <ALL> <IMMEDIATE>
        {
            return new SqlTransactionStatement(
                s.end(this),
                SqlTransactionStatement.Action.SET_CONSTRAINTS,
                new TransactionModes());
        }
    |
        ( <ALL> | SimpleIdentifier() ( <COMMA> SimpleIdentifier() )* )
        ( <IMMEDIATE> | <DEFERRED> )
        {
            throw SqlErrors.at(SqlState.NOT_SUPPORTED,
                "constraints are checked at the end of a statement, not at COMMIT", s.end(this));
        }
    )
}

/** A constraint of one column; NOT NULL is one too. */
void ColumnConstraint(SqlIdentifier column, ColumnClause.Options given, List<SqlNode> list) :
{
    final Span s = Span.of();
    SqlIdentifier name = null;
    final SqlNode condition;
    final ConstraintClause.References references;
}
{
    [ <CONSTRAINT> { s.add(this); } name = SimpleIdentifier() ]
    (
        <NOT> <NULL> { given.nullable(false, getPos()); }
    |
        <NULL> { given.nullable(true, getPos()); }
    |
        <PRIMARY> <KEY>
        { list.add(SqlDdlNodes.primary(getPos(), name, SqlNodeList.of(column))); }
    |
        <UNIQUE>
        { list.add(ConstraintClause.unique(getPos(), name, SqlNodeList.of(column))); }
    |
        <CHECK> { s.add(this); } <LPAREN>
        condition = Expression(ExprContext.ACCEPT_SUB_QUERY) <RPAREN>
        { list.add(ConstraintClause.check(s.end(this), name, condition)); }
    |
        references = ReferencesClause()
        {
            list.add(
                ConstraintClause.foreignKey(
                    getPos(), name, SqlNodeList.of(column), references));
        }
    )
    ConstraintTime()
}

ConstraintClause.References ReferencesClause() :
{
    final SqlIdentifier table;
    SqlNodeList columns = null;
    ReferentialAction onDelete = null;
    ReferentialAction onUpdate = null;
}
{
    <REFERENCES> table = CompoundIdentifier()
    [ columns = ParenthesizedSimpleIdentifierList() ]
    [ <MATCH> <SIMPLE> ]
    (
        LOOKAHEAD(<ON> <DELETE>)
        <ON> <DELETE>
        {
            if (onDelete != null) {
                throw SqlErrors.syntax("ON DELETE is given twice", getPos());
            }
        }
        onDelete = ReferentialAction()
    |
        LOOKAHEAD(<ON> <UPDATE>)
        <ON> <UPDATE>
        {
            if (onUpdate != null) {
                throw SqlErrors.syntax("ON UPDATE is given twice", getPos());
            }
        }
        onUpdate = ReferentialAction()
    )*
    {
        return new ConstraintClause.References(
            table,
            columns,
            onDelete == null ? ReferentialAction.NO_ACTION : onDelete,
            onUpdate == null ? ReferentialAction.NO_ACTION : onUpdate);
    }
}

ReferentialAction ReferentialAction() :
{
}
{
    <NO> <ACTION> { return ReferentialAction.NO_ACTION; }
|
    <RESTRICT> { return ReferentialAction.RESTRICT; }
|
    <CASCADE> { return ReferentialAction.CASCADE; }
|
    LOOKAHEAD(2)
    <SET> <NULL> { return ReferentialAction.SET_NULL; }
|
    <SET> <DEFAULT_> { return ReferentialAction.SET_DEFAULT; }
}

SqlCreate CreateIndex(Span s, boolean replace) :
{
    boolean unique = false;
    final boolean ifNotExists;
    SqlIdentifier name = null;
    final SqlIdentifier table;
    final List<CreateIndexStatement.Key> keys = new ArrayList<CreateIndexStatement.Key>();
    CreateIndexStatement.Key key;
    SqlNodeList included = SqlNodeList.EMPTY;
}
{
    [ <UNIQUE> { unique = true; } ]
    <INDEX>
    // PostgreSQL's word for what the build of an index does anyway.
    [
        LOOKAHEAD({ getToken(1).image.equalsIgnoreCase("CONCURRENTLY") })
        <IDENTIFIER>
    ]
    ifNotExists = IfNotExistsOpt() [ name = CompoundIdentifier() ]
    {
        if (ifNotExists && name == null) {
            throw SqlErrors.syntax("IF NOT EXISTS needs the name of an index", getPos());
        }
    }
    <ON> table = CompoundIdentifier() [ IndexMethod() ]
    <LPAREN> key = IndexKey() { keys.add(key); }
    ( <COMMA> key = IndexKey() { keys.add(key); } )*
    <RPAREN>
    [ <INCLUDE> included = ParenthesizedSimpleIdentifierList() ]
    {
        return new CreateIndexStatement(
            s.end(this), replace, ifNotExists, unique, name, table, keys, included);
    }
}

/** USING and the one kind of index that there is. */
void IndexMethod() :
{
    final SqlIdentifier method;
}
{
    <USING> method = SimpleIdentifier()
    {
        if (!method.getSimple().equalsIgnoreCase("BTREE")) {
            throw SqlErrors.at(SqlState.NOT_SUPPORTED,
                "indexes are sorted: they are USING BTREE only", method.getParserPosition());
        }
    }
}

CreateIndexStatement.Key IndexKey() :
{
    final SqlNode expression;
    boolean descending = false;
}
{
    expression = Expression(ExprContext.ACCEPT_SUB_QUERY)
    [ <ASC> | <DESC> { descending = true; } ]
    [ IndexNulls(descending) ]
    { return new CreateIndexStatement.Key(expression, descending); }
}

/** Where an index has NULLs, which its direction says. */
void IndexNulls(boolean descending) :
{
    final boolean first;
}
{
    <NULLS> ( <FIRST> { first = true; } | <LAST> { first = false; } )
    {
        if (first != descending) {
            throw SqlErrors.at(SqlState.NOT_SUPPORTED,
                "an index has NULLs last if it ascends and first if it descends", getPos());
        }
    }
}
