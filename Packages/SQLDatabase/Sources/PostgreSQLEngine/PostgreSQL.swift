import CPostgreSQL
import SQLDatabase
