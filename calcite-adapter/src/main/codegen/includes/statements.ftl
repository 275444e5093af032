<#-- The statements that this product adds to Calcite's grammar. -->

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

SqlDrop DropSchema(Span s, boolean replace) :
{
    final boolean ifExists;
    final SqlIdentifier id;
}
{
    <SCHEMA> ifExists = IfExistsOpt() id = CompoundIdentifier()
    {
        return SqlDdlNodes.dropSchema(s.end(this), false, ifExists, id);
    }
}

SqlCreate CreateTable(Span s, boolean replace) :
{
    final boolean ifNotExists;
    final SqlIdentifier id;
    final List<SqlNode> elements = new ArrayList<SqlNode>();
    final Span list;
    final SqlNodeList elementList;
}
{
    <TABLE> ifNotExists = IfNotExistsOpt() id = CompoundIdentifier()
    <LPAREN> { list = span(); }
    TableElement(elements)
    (
        <COMMA> TableElement(elements)
    )*
    <RPAREN>
    {
        elementList = new SqlNodeList(elements, list.end(this));
        return SqlDdlNodes.createTable(s.end(this), replace, ifNotExists, id, elementList, null);
    }
}

/** A column, with its primary key constraint after it if it has one; or such a constraint alone. */
void TableElement(List<SqlNode> list) :
{
    final SqlIdentifier id;
    final SqlDataTypeSpec type;
    Boolean nullable = null;
    SqlNode defaultValue = null;
    SqlNode key = null;
    SqlIdentifier name = null;
    final SqlNodeList columns;
    final Span s = Span.of();
}
{
    id = SimpleIdentifier() { s.add(id); }
    type = DataType()
    (
        <NOT> <NULL>
        {
            if (nullable != null) {
                throw SqlErrors.syntax("NULL or NOT NULL is given twice", getPos());
            }
            nullable = false;
        }
    |
        <NULL>
        {
            if (nullable != null) {
                throw SqlErrors.syntax("NULL or NOT NULL is given twice", getPos());
            }
            nullable = true;
        }
    |
        <DEFAULT_>
        {
            if (defaultValue != null) {
                throw SqlErrors.syntax("DEFAULT is given twice", getPos());
            }
        }
        defaultValue = Expression(ExprContext.ACCEPT_NON_QUERY)
    |
        [ <CONSTRAINT> name = SimpleIdentifier() ]
        <PRIMARY> <KEY>
        {
            if (key != null) {
                throw SqlErrors.syntax("PRIMARY KEY is given twice", getPos());
            }
            key = SqlDdlNodes.primary(getPos(), name, SqlNodeList.of(id));
        }
    )*
    {
        list.add(
            SqlDdlNodes.column(
                s.add(id).end(this),
                id,
                type.withNullable(nullable == null || nullable),
                defaultValue,
                defaultValue != null
                    ? ColumnStrategy.DEFAULT
                    : nullable == null || nullable
                        ? ColumnStrategy.NULLABLE
                        : ColumnStrategy.NOT_NULLABLE));
        if (key != null) {
            list.add(key);
        }
    }
|
    [ <CONSTRAINT> { s.add(this); } name = SimpleIdentifier() ]
    <PRIMARY> { s.add(this); } <KEY>
    columns = ParenthesizedSimpleIdentifierList()
    {
        list.add(SqlDdlNodes.primary(s.end(columns), name, columns));
    }
}

SqlDrop DropTable(Span s, boolean replace) :
{
    final boolean ifExists;
    final SqlIdentifier id;
}
{
    <TABLE> ifExists = IfExistsOpt() id = CompoundIdentifier()
    {
        return SqlDdlNodes.dropTable(s.end(this), ifExists, id);
    }
}

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
