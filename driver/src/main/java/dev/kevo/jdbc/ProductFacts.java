package dev.kevo.jdbc;

import dev.kevo.jdbc.connect.KevoVersion;
import java.sql.DatabaseMetaData;

/** What the database and its driver are called, and which words and functions they know. */
interface ProductFacts extends DatabaseMetaData {
  @Override
  default String getCatalogTerm() {
    return "catalog";
  }

  @Override
  default int getDatabaseMajorVersion() {
    return KevoVersion.major();
  }

  @Override
  default int getDatabaseMinorVersion() {
    return KevoVersion.minor();
  }

  @Override
  default String getDatabaseProductName() {
    return KevoVersion.PRODUCT_NAME;
  }

  @Override
  default String getDatabaseProductVersion() {
    return KevoVersion.text();
  }

  @Override
  default int getDriverMajorVersion() {
    return KevoVersion.major();
  }

  @Override
  default int getDriverMinorVersion() {
    return KevoVersion.minor();
  }

  @Override
  default String getDriverName() {
    return KevoVersion.PRODUCT_NAME + " JDBC driver";
  }

  @Override
  default String getDriverVersion() {
    return KevoVersion.text();
  }

  @Override
  default int getJDBCMajorVersion() {
    return 4;
  }

  @Override
  default int getJDBCMinorVersion() {
    return 3;
  }

  @Override
  default String getNumericFunctions() {
    return "ABS,ACOS,ASIN,ATAN,ATAN2,CEILING,COS,COT,DEGREES,EXP,FLOOR,LOG,LOG10,MOD,PI,POWER,"
        + "RADIANS,RAND,ROUND,SIGN,SIN,SQRT,TAN,TRUNCATE";
  }

  @Override
  default String getProcedureTerm() {
    return "procedure";
  }

  /** The words that are reserved here, and no keywords of SQL:2003. */
  @Override
  default String getSQLKeywords() {
    return "CURRENT_CATALOG,CURRENT_SCHEMA,EXPLAIN,JSON_ARRAY,JSON_ARRAYAGG,JSON_EXISTS,JSON_OBJECT,"
        + "JSON_OBJECTAGG,JSON_QUERY,JSON_VALUE,LIMIT,MATCH_RECOGNIZE,MINUS,OFFSET,QUALIFY,"
        + "RETURNING,UPSERT";
  }

  @Override
  default int getSQLStateType() {
    return sqlStateSQL;
  }

  @Override
  default String getSchemaTerm() {
    return "schema";
  }

  @Override
  default String getStringFunctions() {
    return "ASCII,CHAR,CHAR_LENGTH,CHARACTER_LENGTH,CONCAT,DIFFERENCE,INSERT,LCASE,LEFT,LENGTH,LOCATE,LTRIM,REPEAT,REPLACE,RIGHT,"
        + "RTRIM,SOUNDEX,SPACE,SUBSTRING,UCASE";
  }

  @Override
  default String getSystemFunctions() {
    return "DATABASE,IFNULL,USER";
  }

  @Override
  default String getTimeDateFunctions() {
    return "CURDATE,CURTIME,DAYNAME,DAYOFMONTH,DAYOFWEEK,DAYOFYEAR,HOUR,MINUTE,MONTH,MONTHNAME,NOW,QUARTER,"
        + "SECOND,TIMESTAMPADD,TIMESTAMPDIFF,WEEK,YEAR";
  }

  @Override
  default boolean usesLocalFilePerTable() {
    return false;
  }

  @Override
  default boolean usesLocalFiles() {
    return true;
  }
}
