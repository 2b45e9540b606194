"""P46 权限矩阵: which role may do what here, in one table; changed with a reason, by two people where it is sensitive."""
