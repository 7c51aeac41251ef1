-- PostgreSQL would try to compress both with every seal. Hashes cannot be; numbers can, but to save 5 bytes an entry takes three quarters of the insert.
ALTER TABLE corebus.seal ALTER COLUMN entries SET STORAGE EXTERNAL, ALTER COLUMN leaves SET STORAGE EXTERNAL;
