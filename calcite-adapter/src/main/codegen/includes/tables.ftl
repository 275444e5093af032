<#-- CREATE TABLE, ALTER TABLE, TRUNCATE. -->

SqlCreate CreateTable(Span s, boolean replace) :
{
    final boolean ifNotExists;
    final SqlIdentifier id;
    final List<SqlNode> elements = new ArrayList<SqlNode>();
    Span list;
    SqlNodeList elementList = null;
    boolean temporary = false;
    boolean deletes = false;
    SqlNode query = null;
    boolean withData = true;
    SqlIdentifier like = null;
    MappingClause mapping = null;
}
{
    [ [ <GLOBAL> | <LOCAL> ] ( <TEMPORARY> | <TEMP> ) { temporary = true; } ]
    <TABLE> ifNotExists = IfNotExistsOpt() id = CompoundIdentifier()
    (
        LOOKAHEAD(1)
        <LPAREN> { list = span(); }
        (
            LOOKAHEAD(1)
            <LIKE> like = CompoundIdentifier()
        |
            LOOKAHEAD(1)
            TableElement(elements) ( <COMMA> TableElement(elements) )*
            { elementList = new SqlNodeList(elements, list.end(this)); }
        )
        <RPAREN>
    |
        <LIKE> like = CompoundIdentifier()
    |
        LOOKAHEAD({ getToken(1).kind == ON || getToken(1).kind == AS })
        { }
    )
    [ LOOKAHEAD(1) mapping = MappingClause() ]
    [
        <ON>
        {
            if (!temporary) {
                throw SqlErrors.syntax("ON COMMIT is for temporary tables", getPos());
            }
        }
        <COMMIT> ( <DELETE> { deletes = true; } | <PRESERVE> ) <ROWS>
    ]
    [
        <AS> query = OrderedQueryOrExpr(ExprContext.ACCEPT_QUERY)
        [ <WITH> [ <NO> { withData = false; } ] <DATA> ]
    ]
    {
        for (SqlNode element : elements) {
            if (query == null && element instanceof SqlIdentifier) {
                throw SqlErrors.syntax("a column needs a type", element.getParserPosition());
            }
        }
        if (elementList == null && query == null && like == null) {
            throw SqlErrors.syntax("CREATE TABLE needs columns or a query", s.end(this));
        }
        return new CreateTableStatement(
            s.end(this),
            replace,
            ifNotExists,
            !temporary
                ? CreateTableStatement.Lifetime.PERMANENT
                : deletes
                    ? CreateTableStatement.Lifetime.ROWS_OF_TRANSACTION
                    : CreateTableStatement.Lifetime.ROWS_OF_SESSION,
            id,
            new CreateTableStatement.Content(elementList, query, withData, like, mapping));
    }
}

/** How the entries of a keyspace are rows. */
MappingClause MappingClause() :
{
    final SqlParserPos pos;
    SqlIdentifier keyspace = null;
    final String key;
    final MappingClause.Format format;
    String delimiter = null;
    MappingClause.OnMalformed malformed = MappingClause.OnMalformed.ERROR;
}
{
    <MAP> { pos = getPos(); }
    [ <KEYSPACE> keyspace = SimpleIdentifier() ]
    <KEY> key = MappingText()
    <VALUE>
    (
        <JSON> { format = MappingClause.Format.JSON; }
    |
        <DELIMITED> { format = MappingClause.Format.DELIMITED; }
        [ <BY> delimiter = MappingText() ]
    |
        <TEXT> { format = MappingClause.Format.TEXT; }
    |
        <BINARY>
        (
            <LITTLE> <ENDIAN> { format = MappingClause.Format.BINARY_LITTLE_ENDIAN; }
        |
            { format = MappingClause.Format.BINARY; }
        )
    )
    [
        <ON> <MALFORMED>
        (
            <ERROR> { malformed = MappingClause.OnMalformed.ERROR; }
        |
            <SKIP_> { malformed = MappingClause.OnMalformed.SKIP; }
        |
            <NULL> { malformed = MappingClause.OnMalformed.NULL; }
        )
    ]
    { return new MappingClause(keyspace, key, format, delimiter, malformed, pos); }
}

String MappingText() :
{
    final SqlNode text;
}
{
    text = StringLiteral() { return ((SqlLiteral) text).getValueAs(String.class); }
}

/**
 * A column, with its constraints after it; or a constraint; or a name alone, for the columns of a
 * query.
 */
void TableElement(List<SqlNode> list) :
{
    final SqlIdentifier id;
    final SqlDataTypeSpec type;
    final ColumnClause.Options given = new ColumnClause.Options();
    final List<SqlNode> constraints = new ArrayList<SqlNode>();
    final SqlNode constraint;
    final Span s = Span.of();
}
{
    id = SimpleIdentifier() { s.add(id); }
    (
        type = ColumnType(given)
        ( ColumnOption(id, given, constraints) )*
        {
            list.add(new ColumnClause(s.add(id).end(this), id, type, given));
            list.addAll(constraints);
        }
    |
        { list.add(id); }
    )
|
    constraint = TableConstraint() { list.add(constraint); }
}

/** A type; SERIAL is an identity column besides. */
SqlDataTypeSpec ColumnType(ColumnClause.Options given) :
{
    final SqlDataTypeSpec type;
    final SqlTypeName serial;
}
{
    LOOKAHEAD(1)
    (
        <SERIAL> { serial = SqlTypeName.INTEGER; }
    |
        <BIGSERIAL> { serial = SqlTypeName.BIGINT; }
    )
    {
        given.identity(new ColumnClause.Identity(false, new SequenceClause()), getPos());
        return new SqlDataTypeSpec(new SqlBasicTypeNameSpec(serial, getPos()), getPos());
    }
|
    type = DataType() { return type; }
}

/** What follows a column's type: one option, or one constraint of the column alone. */
void ColumnOption(SqlIdentifier column, ColumnClause.Options given, List<SqlNode> constraints) :
{
    final SqlNode value;
    final SqlParserPos pos;
}
{
    <DEFAULT_> { pos = getPos(); }
    value = Expression(ExprContext.ACCEPT_NON_QUERY) { given.defaultValue(value, pos); }
|
    <GENERATED> Generation(given)
|
    <PATH> { pos = getPos(); }
    value = StringLiteral() { given.path(((SqlLiteral) value).getValueAs(String.class), pos); }
|
    ( <AUTO_INCREMENT> | <AUTOINCREMENT> )
    { given.identity(new ColumnClause.Identity(false, new SequenceClause()), getPos()); }
|
    ColumnConstraint(column, given, constraints)
}

void Generation(ColumnClause.Options given) :
{
    final ColumnClause.Identity identity;
    final SqlNode value;
    final SqlParserPos pos;
}
{
    <ALWAYS> { pos = getPos(); } <AS>
    (
        identity = IdentityClause(true) { given.identity(identity, pos); }
    |
        <LPAREN> value = Expression(ExprContext.ACCEPT_NON_QUERY) <RPAREN>
        [ <STORED> | <VIRTUAL> ]
        { given.computed(value, pos); }
    )
|
    <BY> { pos = getPos(); } <DEFAULT_> <AS>
    identity = IdentityClause(false) { given.identity(identity, pos); }
}

SqlNode AlterTable(Span s) :
{
    final SqlIdentifier id;
    final boolean ifExists;
    final List<AlterTableAction> actions = new ArrayList<AlterTableAction>();
    AlterTableAction action;
}
{
    <TABLE> ifExists = IfExistsOpt() id = CompoundIdentifier()
    action = AlterTableAction() { actions.add(action); }
    ( <COMMA> action = AlterTableAction() { actions.add(action); } )*
    {
        return new AlterTableStatement(s.end(this), id, ifExists, actions);
    }
}

AlterTableAction AlterTableAction() :
{
    final List<SqlNode> elements = new ArrayList<SqlNode>();
    final AlterTableAction action;
    final SqlIdentifier id;
    final SqlIdentifier newName;
    boolean ifNotExists = false;
    boolean ifExists = false;
    final boolean cascade;
    final SqlParserPos pos;
}
{
    <ADD> { pos = getPos(); }
    [ LOOKAHEAD(<COLUMN> SimpleIdentifier()) <COLUMN> ]
    [ LOOKAHEAD(3) <IF> <NOT> <EXISTS> { ifNotExists = true; } ]
    TableElement(elements)
    {
        if (elements.get(0) instanceof SqlIdentifier) {
            throw SqlErrors.syntax("a column needs a type", pos);
        }
        if (!(elements.get(0) instanceof ColumnClause)) {
            return new AlterTableAction.AddConstraint(elements.get(0));
        }
        return new AlterTableAction.AddColumn(elements, ifNotExists);
    }
|
    LOOKAHEAD(2)
    <DROP> <CONSTRAINT> ifExists = IfExistsOpt()
    id = SimpleIdentifier()
    cascade = CascadeOpt()
    { return new AlterTableAction.DropConstraint(id, ifExists, cascade); }
|
    LOOKAHEAD(2)
    <DROP> <PRIMARY> <KEY> cascade = CascadeOpt()
    { return new AlterTableAction.DropPrimaryKey(cascade); }
|
    <DROP>
    [ LOOKAHEAD(<COLUMN> SimpleIdentifier()) <COLUMN> ]
    [ LOOKAHEAD(2) <IF> <EXISTS> { ifExists = true; } ]
    id = SimpleIdentifier()
    cascade = CascadeOpt()
    { return new AlterTableAction.DropColumn(id, ifExists, cascade); }
|
    <RENAME>
    (
        <TO> newName = SimpleIdentifier() { return new AlterTableAction.RenameTable(newName); }
    |
        <CONSTRAINT> id = SimpleIdentifier() <TO> newName = SimpleIdentifier()
        { return new AlterTableAction.RenameConstraint(id, newName); }
    |
        [ LOOKAHEAD(<COLUMN> SimpleIdentifier()) <COLUMN> ]
        id = SimpleIdentifier() <TO> newName = SimpleIdentifier()
        { return new AlterTableAction.RenameColumn(id, newName); }
    )
|
    <SET> <SCHEMA> newName = SimpleIdentifier()
    { return new AlterTableAction.SetSchema(newName); }
|
    <ALTER>
    [ LOOKAHEAD(<COLUMN> SimpleIdentifier()) <COLUMN> ]
    id = SimpleIdentifier()
    action = AlterColumnAction(id)
    { return action; }
}

AlterTableAction AlterColumnAction(SqlIdentifier column) :
{
    final SqlNode value;
    final SqlDataTypeSpec type;
    final ColumnClause.Identity identity;
    final SequenceClause given = new SequenceClause();
    Boolean always = null;
    boolean ifExists = false;
}
{
    LOOKAHEAD(2)
    <SET> <DEFAULT_> value = Expression(ExprContext.ACCEPT_NON_QUERY)
    { return new AlterTableAction.SetDefault(column, value); }
|
    LOOKAHEAD(2)
    <SET> <NOT> <NULL> { return new AlterTableAction.SetNullable(column, false); }
|
    LOOKAHEAD(2)
    <SET> <DATA> <TYPE> type = DataType()
    { return new AlterTableAction.SetType(column, type); }
|
    <TYPE> type = DataType() { return new AlterTableAction.SetType(column, type); }
|
    <DROP>
    (
        <DEFAULT_> { return new AlterTableAction.SetDefault(column, null); }
    |
        <NOT> <NULL> { return new AlterTableAction.SetNullable(column, true); }
    |
        <IDENTITY> ifExists = IfExistsOpt()
        { return new AlterTableAction.DropIdentity(column, ifExists); }
    )
|
    <ADD> <GENERATED>
    ( <ALWAYS> { always = true; } | <BY> <DEFAULT_> { always = false; } )
    <AS> identity = IdentityClause(always)
    { return new AlterTableAction.AddIdentity(column, identity); }
|
    (
        <SET>
        (
            <GENERATED> ( <ALWAYS> { always = true; } | <BY> <DEFAULT_> { always = false; } )
        |
            SequenceOption(given)
        )
    |
        RestartOption(given)
    )+
    { return new AlterTableAction.AlterIdentity(column, always, given); }
}

SqlNode AnalyzeStatement() :
{
    final Span s;
    List<SqlIdentifier> names = new ArrayList<SqlIdentifier>();
}
{
    <ANALYZE> { s = span(); } [ <TABLE> ]
    [ names = CompoundIdentifiers() ]
    {
        return new AnalyzeStatement(s.end(this), names);
    }
}

SqlNode TruncateStatement() :
{
    final Span s;
    final List<SqlIdentifier> names;
    boolean restarts = false;
    final boolean cascade;
}
{
    <TRUNCATE> { s = span(); } [ <TABLE> ]
    names = CompoundIdentifiers()
    [ <RESTART> <IDENTITY> { restarts = true; } | <CONTINUE> <IDENTITY> ]
    cascade = CascadeOpt()
    {
        return new TruncateStatement(s.end(this), names, restarts, cascade);
    }
}
