# Sourced once by the image's entry point, when the primary's data directory is new: the user that followers clone
# and replicate with, and whether commits wait for a follower. No follower exists until the primary serves, so that
# what is written here waits for nobody.
mysql --defaults-extra-file=/etc/mysql/conf.d/credentials <<SQL
CREATE USER 'replicator'@'%' IDENTIFIED BY '$MYSQL_ROOT_PASSWORD' REQUIRE SSL;
GRANT REPLICATION SLAVE, BACKUP_ADMIN ON *.* TO 'replicator'@'%';
SET PERSIST_ONLY rpl_semi_sync_source_enabled = $([ "$MEMBERS" -gt 1 ] && echo ON || echo OFF);
SQL
